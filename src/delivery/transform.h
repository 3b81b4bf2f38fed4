#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "delivery/input_template.h"
#include "delivery/path_finder.h"
#include "delivery/transform_error.h"

namespace angarium::delivery {

// What a rule's owner asks a target's input to be, as it was given. Stored with what is owed.
struct TransformSource {
  enum class Kind : uint8_t {
    kConstant,  // Input: `text`, JSON, whatever the event is
    kPath,      // InputPath: what the event has at the path `text`
    kTemplate,  // InputTransformer: the template `text`, its variables from `paths`
  };
  Kind kind = Kind::kConstant;
  std::string text = {};
  std::map<std::string, std::string> paths = {};  // kTemplate: variable's name -> path
  friend bool operator==(const TransformSource&, const TransformSource&) = default;
};

// The event that is to be transformed, and the rule on whose behalf.
struct TransformSubject {
  std::string_view envelope;  // bus::render_envelope's
  base::Time ingest_time;
  std::string_view rule_arn;
};

// AWS's largest event, and the largest message of a queue. A template of a few kilobytes may name
// the whole event a thousand times, so what it renders needs a bound of its own.
inline constexpr size_t kTransformedBytesMax = 1 << 20;

// A transform of the input of a rule's target, parsed once and applied to each of its events.
// docs/input-transformers.md says what becomes of what. Immutable; thread safe.
class Transform {
 public:
  static base::Result<Transform> parse(TransformSource source);
  // Of a source that parse() took, perhaps in another version of this server. Should it not take it
  // now, apply() says so for every event.
  static Transform of_stored(const TransformSource& source);

  const TransformSource& source() const { return source_; }
  // What the target receives. kInvalidJson, kNoValue and kTooLarge are for good: the event stays
  // what it is. The result is UTF-8.
  base::Result<std::string> apply(const TransformSubject& subject) const;

 private:
  Transform(TransformSource source, std::vector<JsonPath> paths, InputTemplate input_template)
      : source_(std::move(source)), finder_(paths), template_(std::move(input_template)) {
    for (const JsonPath& path : paths) is_definite_.push_back(path.is_definite());
  }

  base::Result<std::string> at_path(std::string_view envelope) const;
  base::Result<std::string> render(const TransformSubject& subject) const;

  TransformSource source_;
  std::optional<base::Error> flaw_ = {};  // why nothing can be made of any event
  std::vector<bool> is_definite_;         // each of the paths
  PathFinder finder_;                     // of the path, or of the template's variables
  InputTemplate template_;
};

}  // namespace angarium::delivery
