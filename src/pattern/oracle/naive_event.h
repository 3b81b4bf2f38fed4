#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/scanner.h"
#include "pattern/oracle/number.h"

namespace angarium::pattern::oracle {

// One scalar of an event, with everything any operator asks for.
struct Scalar {
  json::TokenKind kind;
  std::string spelling;              // not of strings
  std::u32string characters = {};    // of strings
  std::string address = {};          // of strings that spell one: its bytes
  Number number = {};                // of numbers
  bool comparable = false;           // of numbers
  std::map<int, int> elements = {};  // which element of which array it was found in
};
Scalar to_scalar(const json::Token& token);

// An event taken apart as AWS describes it: every scalar under its path, the names joined with
// dots. The text must be one JSON object.
class NaiveEvent {
 public:
  explicit NaiveEvent(std::string_view text);

  const std::vector<Scalar>& at(const std::u16string& path) const;
  const std::map<std::u16string, std::vector<Scalar>>& all() const { return scalars_; }

 private:
  std::map<std::u16string, std::vector<Scalar>> scalars_;
};

std::u16string joined(const std::u16string& path, const std::u16string& name, bool is_root);

}  // namespace angarium::pattern::oracle
