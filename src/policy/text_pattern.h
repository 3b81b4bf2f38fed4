#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/question.h"

namespace angarium::policy {

// A text in a policy: plain, with wildcards ('*' any run of characters, '?' exactly one), with
// policy variables, or with both.
//
// A variable is ${key}, ${key, 'text'} (the text where the key is absent), or ${*}, ${?}, ${$} for
// the character itself. What is put in for it is plain: a '*' in a tag's value is no wildcard.
// Source: IAM user guide, "IAM policy elements: Variables and tags".
class TextPattern {
 public:
  struct Syntax {
    bool wildcards = false;
    bool variables = false;
  };
  static base::Result<TextPattern> parse(std::string_view text, Syntax syntax);

  // A pattern with a variable that has no value matches nothing.
  bool matches(std::string_view text, const Question& question) const;
  bool matches_ignoring_case(std::string_view text, const Question& question) const;
  // Whether every variable has a value now.
  bool resolves(const Question& question) const;

  bool has_variables() const { return !variables_.empty(); }
  // The keys that they name, as written.
  std::vector<std::string> variable_names() const;
  // Whether a '*' is the last of it.
  bool ends_with_any_run() const;

 private:
  // A pattern's byte, or one of the wildcards.
  static constexpr char16_t kAnyRun = 0x100;
  static constexpr char16_t kAnyCharacter = 0x101;

  // Most patterns are plain, or plain but for a '*' at the end.
  enum class Shape : uint8_t { kPlain, kPrefix, kWildcards, kVariables };

  struct Variable {
    size_t at = 0;  // of cells_, before which its value goes
    KeyName key = {};
    std::optional<std::string> otherwise = {};
  };

  base::Result<size_t> add_variable(std::string_view rest);
  std::optional<std::u16string> resolved(const Question& question) const;
  void settle(Syntax syntax);
  static bool matches_cells(std::u16string_view pattern, std::string_view text);

  Shape shape_ = Shape::kPlain;
  std::string plain_;  // of kPlain; of kPrefix, without its '*'
  std::u16string cells_;
  std::vector<Variable> variables_;
};

}  // namespace angarium::policy
