#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "pattern/formula.h"
#include "pattern/pattern.h"
#include "pattern/token_reader.h"

namespace angarium::pattern {

// Reads one pattern by recursive descent; the recursion is as deep as Limits::depth_max.
class PatternReader {
 public:
  PatternReader(std::string_view text, const Options& options)
      : tokens_(text, options.limits.depth_max), options_(options) {}

  // Errors: kInvalidPattern with AWS's reason, the first there is in the order of the text.
  base::Result<Formula> read();

 private:
  enum class Place : uint8_t { kOutside, kInChoice };  // whether some `$or` is around

  base::Result<void> object(Place place);
  base::Result<void> member(const json::Token& key, Place place);
  base::Result<void> value(std::string_view name, Place place);
  base::Result<void> leaf();
  base::Result<void> choice();

  TokenReader tokens_;
  const Options& options_;
  Formula formula_;
  std::string path_;
  size_t steps_ = 0;  // of path_; not told by its length, as names may be empty
};

}  // namespace angarium::pattern
