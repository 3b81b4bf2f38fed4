#include "pattern/jackson_reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "json/scanner.h"
#include "pattern/jackson_text.h"

namespace angarium::pattern {
namespace {

using json::Token;
using json::TokenKind;

constexpr std::string_view kValidTokens =
    "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Where a text stops being JSON: behind its last good token.
struct Situation {
  std::string_view text;
  size_t at;                    // the end of that token
  TokenKind last;               // its kind; kEnd when there is none
  size_t container = kNone;     // where the innermost open container begins
  bool container_empty = true;  // nothing in it yet

  static constexpr size_t kNone = std::string_view::npos;
  bool in_object() const { return text[container] == '{'; }
};

// Reads the one token that is broken, the way Jackson does, up to the complaint.
class BrokenToken {
 public:
  explicit BrokenToken(const Situation& situation)
      : situation_(situation), rest_(situation.text.substr(situation.at)) {}

  std::string reason();

 private:
  // Each answers the complaint, or nothing when there is none.
  std::string space();
  std::string colon();
  std::string comma();
  std::string close_marker() const;
  std::string value();
  std::string odd_value() const;
  std::string word(std::string_view sign) const;
  std::string string(std::string_view what);
  std::string escape() const;
  std::string number();
  std::string signed_word(std::string_view sign) const;

  std::string_view container_name() const { return situation_.in_object() ? "Object" : "Array"; }
  std::string container_location() const {
    return jackson_location(situation_.text, situation_.container);
  }
  std::string unexpected(std::string_view rest, std::string_view problem) const {
    return fmt::format("Unexpected character ({}){}", describe_character(rest), problem);
  }
  std::string ends_between_entries() const {
    return fmt::format("Unexpected end-of-input within/between {} entries", container_name());
  }
  bool skip_digits() {
    size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    rest_.remove_prefix(count);
    return count > 0;
  }

  Situation situation_;
  std::string_view rest_;  // not yet read
};

std::string BrokenToken::space() {
  size_t count = rest_.find_first_not_of(" \t\r\n");
  rest_.remove_prefix(std::min(count, rest_.size()));
  if (rest_.empty()) return {};
  if (static_cast<uint8_t>(rest_[0]) < 0x20) {
    return fmt::format(
        "Illegal character ({}): only regular white space (\\r, \\n, \\t) is allowed between "
        "tokens",
        describe_character(rest_));
  }
  if (rest_[0] == '/') {
    return unexpected(rest_,
                      ": maybe a (non-standard) comment? (not recognized as one since Feature "
                      "'ALLOW_COMMENTS' not enabled for parser)");
  }
  return {};
}

std::string BrokenToken::reason() {
  if (situation_.last == TokenKind::kKey) return colon();
  bool literal = situation_.last == TokenKind::kTrue || situation_.last == TokenKind::kFalse ||
                 situation_.last == TokenKind::kNull;
  if (literal && starts_with_word(rest_) && rest_[0] != '$') {
    size_t length = situation_.last == TokenKind::kFalse ? 5 : 4;
    rest_ = situation_.text.substr(situation_.at - length);
    return word("");
  }
  std::string problem = space();
  if (!problem.empty()) return problem;
  if (situation_.container == Situation::kNone) return value();
  if (rest_.empty()) {
    return fmt::format("Unexpected end-of-input: expected close marker for {} (start marker at {})",
                       container_name(), container_location());
  }
  if (rest_[0] == ']' || rest_[0] == '}') return close_marker();
  return comma();
}

// After a member's name.
std::string BrokenToken::colon() {
  std::string problem = space();
  if (!problem.empty()) return problem;
  if (rest_.empty()) return ends_between_entries();
  if (rest_[0] != ':') {
    return unexpected(rest_, ": was expecting a colon to separate field name and value");
  }
  rest_.remove_prefix(1);
  problem = space();
  if (!problem.empty()) return problem;
  return rest_.empty() ? ends_between_entries() : value();
}

std::string BrokenToken::comma() {
  if (!situation_.container_empty) {
    if (rest_[0] != ',') {
      return unexpected(
          rest_, fmt::format(": was expecting comma to separate {} entries", container_name()));
    }
    rest_.remove_prefix(1);
    std::string problem = space();
    if (!problem.empty()) return problem;
    if (rest_.empty()) return ends_between_entries();
  }
  if (!situation_.in_object()) return value();
  if (rest_[0] == '"') return string("name");
  return unexpected(rest_, ": was expecting double-quote to start field name");
}

std::string BrokenToken::close_marker() const {
  return fmt::format("Unexpected close marker '{}': expected '{}' (for {} starting at {})",
                     rest_[0], rest_[0] == ']' ? '}' : ']', container_name(), container_location());
}

std::string BrokenToken::value() {
  if (rest_.empty()) return {};
  if (rest_[0] == '"') return string("string value");
  if (rest_[0] == '-' || is_digit(rest_[0])) return number();
  if (rest_[0] == '}') return unexpected(rest_, ": expected a value");
  return odd_value();
}

std::string BrokenToken::odd_value() const {
  if (rest_[0] == '+') {
    if (rest_.size() == 1) return "Unexpected end-of-input in a Number value";
    if (rest_[1] == 'I') return signed_word("+");
    return unexpected(rest_,
                      " in numeric value: JSON spec does not allow numbers to have plus signs: "
                      "enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow");
  }
  if (starts_with_word(rest_) && !is_digit(rest_[0])) return word("");
  return unexpected(rest_, fmt::format(": expected a valid value {}", kValidTokens));
}

// A word that is none of the three, the first of `rest_` after its sign.
std::string BrokenToken::word(std::string_view sign) const {
  std::string_view word = leading_word(rest_.substr(sign.size()));
  bool no_number = word == "Infinity" || (sign.empty() ? word == "NaN" : word == "INF");
  if (no_number) {
    return fmt::format(
        "Non-standard token '{}{}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
        sign, word);
  }
  return fmt::format("Unrecognized token '{}': was expecting {}",
                     shortened_word(std::string(sign) + std::string(word)), kValidTokens);
}

std::string BrokenToken::string(std::string_view what) {
  rest_.remove_prefix(1);
  while (!rest_.empty()) {
    if (rest_[0] == '\\') {
      std::string problem = escape();
      if (!problem.empty()) return problem;
      rest_.remove_prefix(1);
    } else if (static_cast<uint8_t>(rest_[0]) < 0x20) {
      return fmt::format(
          "Illegal unquoted character ({}): has to be escaped using backslash to be included in {}",
          describe_character(rest_), what);
    }
    rest_.remove_prefix(1);
  }
  if (what == "name") return "Unexpected end-of-input in field name";
  return "Unexpected end-of-input: was expecting closing quote for a string value";
}

// The one at the front.
std::string BrokenToken::escape() const {
  constexpr std::string_view kEnds = "Unexpected end-of-input in character escape sequence";
  if (rest_.size() < 2) return std::string(kEnds);
  if (rest_[1] != 'u') {
    if (std::string_view("\"\\/bfnrt").find(rest_[1]) != std::string_view::npos) return {};
    return fmt::format("Unrecognized character escape {}", describe_character(rest_.substr(1)));
  }
  for (size_t i = 2; i < 6; ++i) {
    if (i >= rest_.size()) return std::string(kEnds);
    if (!is_hex_digit(rest_[i])) {
      return unexpected(rest_.substr(i), ": expected a hex-digit for character escape sequence");
    }
  }
  return {};
}

std::string BrokenToken::signed_word(std::string_view sign) const {
  if (rest_.size() == 2) return "Unexpected end-of-input in a Number value";
  if (rest_[2] == 'N' || rest_[2] == 'n') return word(sign);
  return unexpected(rest_.substr(2),
                    " in numeric value: expected digit (0-9) to follow minus sign, for valid "
                    "numeric value");
}

std::string BrokenToken::number() {
  if (rest_[0] == '-') {
    if (rest_.size() == 1) return "Unexpected end-of-inputNo digit following minus sign";
    if (rest_[1] == 'I') return signed_word("-");
    rest_.remove_prefix(1);
  }
  if (rest_[0] == '.') return odd_value();
  if (!is_digit(rest_[0])) {
    return unexpected(rest_,
                      " in numeric value: expected digit (0-9) to follow minus sign, for valid "
                      "numeric value");
  }
  bool leading_zero = rest_.size() > 1 && rest_[0] == '0' && is_digit(rest_[1]);
  if (leading_zero) return "Invalid numeric value: Leading zeroes not allowed";
  skip_digits();
  if (rest_.starts_with('.')) {
    std::string_view point = rest_;
    rest_.remove_prefix(1);
    if (!skip_digits()) {
      return unexpected(rest_.empty() ? point : rest_,
                        " in numeric value: Decimal point not followed by a digit");
    }
  }
  if (rest_.empty()) return {};
  rest_.remove_prefix(1);  // the exponent's letter: nothing else is left to be wrong
  if (rest_.starts_with('+') || rest_.starts_with('-')) rest_.remove_prefix(1);
  if (rest_.empty()) return "Unexpected end-of-inputexpected a digit for number exponent";
  return unexpected(rest_, " in numeric value: Exponent indicator not followed by a digit");
}

}  // namespace

std::string jackson_reason(std::string_view text, uint32_t depth_max) {
  json::Scanner scanner(text, depth_max);
  std::vector<size_t> open;
  Situation situation{.text = text, .at = 0, .last = TokenKind::kEnd};
  while (true) {
    base::Result<Token> token = scanner.next();
    if (!token.ok()) {
      if (token.error().is(json::ErrorCode::kTooDeep)) return nested_too_deep(depth_max);
      break;
    }
    if (token->kind == TokenKind::kEnd) return {};
    situation.at = scanner.offset();
    situation.last = token->kind;
    if (token->kind == TokenKind::kObjectBegin || token->kind == TokenKind::kArrayBegin) {
      open.push_back(situation.at - 1);
    } else if (token->kind == TokenKind::kObjectEnd || token->kind == TokenKind::kArrayEnd) {
      open.pop_back();
    }
  }
  bool begun =
      situation.last != TokenKind::kObjectBegin && situation.last != TokenKind::kArrayBegin;
  situation.container_empty = !begun;
  if (open.empty() && begun && situation.last != TokenKind::kEnd) return {};  // behind the root
  if (!open.empty()) situation.container = open.back();
  return BrokenToken(situation).reason();
}

}  // namespace angarium::pattern
