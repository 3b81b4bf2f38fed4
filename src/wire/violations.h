#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/error.h"

namespace angarium::wire {

enum class ViolationKind : uint8_t {
  kMissing,      // a required member is absent
  kConstraint,   // a value breaks a length, range, pattern or enum
  kUnsupported,  // a member that Angarium does not honour yet
};

// One thing a request got wrong.
struct Violation {
  ViolationKind kind;
  std::string member = {};      // its own name, as in the request: "QueueUrl"
  std::string path = {};        // as AWS writes it: "targets.1.member.id"
  std::string value = {};       // as shown to the client, cut at Violations::kValueShownMax
  std::string constraint = {};  // "Member must have length less than or equal to 64"
};

// What a request got wrong, in the order of its shape's table. Counts all, keeps the first
// kKeptMax.
class Violations {
 public:
  static constexpr size_t kKeptMax = 20;  // enough for a person; a hostile body can't fill memory
  static constexpr size_t kValueShownMax = 1'024;  // bytes

  void add(Violation violation);
  bool empty() const { return count_ == 0; }
  size_t count() const { return count_; }
  const std::vector<Violation>& kept() const { return kept_; }

  // "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: ...; Value ..."
  std::string message() const;

 private:
  size_t count_ = 0;
  std::vector<Violation> kept_;
};

// ValidationException with AWS's text.
Error validation_exception(const Violations& violations);

}  // namespace angarium::wire
