#include "pattern/near_miss.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest.h"
#include "pattern/address.h"
#include "pattern/number.h"
#include "pattern/predicate.h"
#include "pattern/spelling.h"

namespace angarium::pattern {
namespace {

// Of a leaf with more, the rest is not looked at for near misses (only for whether it holds): it
// would hardly be read.
constexpr size_t kExaminedValuesMax = 100;
constexpr size_t kExaminedMatchersMax = 50;
constexpr size_t kPrefixCharactersMin = 3;  // a shorter text begins many others by chance

constexpr std::string_view kSpaceBytes = " \t\r\n";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(kSpaceBytes);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaceBytes) - first + 1);
}

// A string read as the JSON scalar it spells, if it spells one other than a string.
std::optional<Scalar> literal_in(std::string_view text) {
  json::Scanner scanner(text, 1);
  auto token = scanner.next();
  if (!token.ok() || token->raw != text) return std::nullopt;
  switch (token->kind) {
    case json::TokenKind::kNumber: return Scalar{ScalarKind::kNumber, text};
    case json::TokenKind::kTrue: return Scalar{ScalarKind::kTrue, text};
    case json::TokenKind::kFalse: return Scalar{ScalarKind::kFalse, text};
    case json::TokenKind::kNull: return Scalar{ScalarKind::kNull, text};
    default: return std::nullopt;
  }
}

std::string_view type_name(ScalarKind kind) {
  switch (kind) {
    case ScalarKind::kString: return "a string";
    case ScalarKind::kNumber: return "a number";
    case ScalarKind::kNull: return "null";
    default: return "a boolean";
  }
}

double as_double(std::string_view spelling) {
  double number = 0;
  std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
  return number;
}

// One matcher that did not accept one value.
class Miss {
 public:
  Miss(const Matcher& matcher, const Scalar& scalar, std::string_view spelling)
      : matcher_(matcher), scalar_(scalar), spelling_(spelling) {}

  std::optional<Reason> reason() const {
    if (matcher_.op == Operator::kAnythingBut) return excluded();
    if (scalar_.kind == ScalarKind::kString) return of_string();
    if (auto miss = of_type({ScalarKind::kString, scalar_.text})) return miss;
    return scalar_.kind == ScalarKind::kNumber ? of_number() : std::nullopt;
  }

 private:
  bool accepted(const Scalar& scalar) const { return accepts(matcher_, scalar); }
  std::string value() const { return shown(spelling_, kShownCharactersMax); }
  std::string wanted() const { return shown(spelled(matcher_), kShownCharactersMax); }

  std::optional<Reason> excluded() const {
    for (const Matcher& one : matcher_.except) {
      if (!accepts(one, scalar_)) continue;
      return Reason{NearMiss::kExcluded,
                    fmt::format("{} is what {} leaves out", value(), wanted())};
    }
    return std::nullopt;
  }

  std::optional<Reason> of_string() const {
    std::string_view text = scalar_.text;
    if (differs_in_case()) {
      return Reason{NearMiss::kLetterCase,
                    fmt::format("{} differs only in case from {}", value(), wanted())};
    }
    if (trimmed(text) != text && accepted({ScalarKind::kString, trimmed(text)})) {
      return Reason{NearMiss::kSpaces,
                    fmt::format("{} has spaces around what {} takes", value(), wanted())};
    }
    if (text.size() > 1 && text.front() == '"' && text.back() == '"' &&
        accepted({ScalarKind::kString, text.substr(1, text.size() - 2)})) {
      return Reason{NearMiss::kQuotes,
                    fmt::format("{} holds quotes around what {} takes", value(), wanted())};
    }
    if (auto literal = literal_in(text)) {
      if (auto miss = of_type(*literal)) return miss;
    }
    if (auto miss = plain_text()) return miss;
    return address();
  }

  bool differs_in_case() const {
    auto ignoring = [&](Operator op) { return accepts(op, matcher_.operand, scalar_); };
    switch (matcher_.op) {
      case Operator::kEquals: return ignoring(Operator::kEqualsIgnoreCase);
      case Operator::kPrefix: return ignoring(Operator::kPrefixIgnoreCase);
      case Operator::kSuffix: return ignoring(Operator::kSuffixIgnoreCase);
      case Operator::kWildcard: {
        std::string text = lower(scalar_.text);
        return accepts(Operator::kWildcard, lower(matcher_.operand), {ScalarKind::kString, text});
      }
      default: return false;
    }
  }

  std::optional<Reason> of_type(const Scalar& other) const {
    if (!accepted(other)) return std::nullopt;
    std::string type(type_name(scalar_.kind));
    return Reason{NearMiss::kOtherType, fmt::format("{} is {}, {} wants {}", value(), type,
                                                    wanted(), type_name(other.kind))};
  }

  // A plain string that was meant as more than that.
  std::optional<Reason> plain_text() const {
    const std::string& operand = matcher_.operand;
    if (matcher_.op != Operator::kEquals) return std::nullopt;
    Matcher other{Operator::kPrefix, operand};
    bool wildcard = operand.find('*') != std::string::npos &&
                    operand.find("**") == std::string::npos &&
                    operand.find('\\') == std::string::npos;
    if (wildcard) other.op = Operator::kWildcard;
    if (!wildcard && operand.size() < kPrefixCharactersMin) return std::nullopt;
    if (!accepts(other, scalar_)) return std::nullopt;
    return Reason{NearMiss::kPlainText,
                  fmt::format("a plain string takes nothing but itself; {} takes {}",
                              shown(spelled(other), kShownCharactersMax), value())};
  }

  std::optional<Reason> address() const {
    Address address;
    if (matcher_.op != Operator::kCidr || parse_address(scalar_.text, address)) {
      return std::nullopt;
    }
    return Reason{NearMiss::kNotAnAddress, fmt::format("{} is not an IP address", value())};
  }

  std::optional<Reason> of_number() const {
    double number = as_double(scalar_.text);
    bool comparable = comparable_number(scalar_.text).has_value();
    if (matcher_.op == Operator::kRange) {
      Range range = unpack_range(matcher_.operand);
      if (!comparable && range.contains(number)) return not_comparable();
      if (comparable && (number == range.low || number == range.high)) {
        return Reason{NearMiss::kBound,
                      fmt::format("{} is the bound that {} leaves out", value(), wanted())};
      }
    }
    bool pattern_is_number =
        matcher_.op == Operator::kNumber || matcher_.op == Operator::kSpelledNumber;
    if (pattern_is_number && as_double(spelled(matcher_)) == number) return not_comparable();
    return std::nullopt;
  }

  Reason not_comparable() const {
    return {NearMiss::kNotComparable,
            fmt::format("{} is not exactly a double, so it equals its own spelling only and is in "
                        "no range",
                        value())};
  }

  const Matcher& matcher_;
  const Scalar& scalar_;
  std::string_view spelling_;
};

// Strings that are a typing error away from what a plain matcher wants.
std::optional<Reason> near_value(const Matcher& matcher, const std::vector<std::string>& texts) {
  if (matcher.op != Operator::kEquals && matcher.op != Operator::kEqualsIgnoreCase) {
    return std::nullopt;
  }
  std::optional<std::string> near = base::nearest(matcher.operand, texts);
  if (!near) return std::nullopt;
  return Reason{NearMiss::kNearValue,
                fmt::format("{} is nearly {}", shown(quoted(*near), kShownCharactersMax),
                            shown(spelled(matcher), kShownCharactersMax))};
}

void add(std::vector<Reason>& reasons, std::optional<Reason> reason) {
  if (!reason) return;
  bool known = std::any_of(reasons.begin(), reasons.end(),
                           [&](const Reason& other) { return other.text == reason->text; });
  if (!known) reasons.push_back(std::move(*reason));
}

}  // namespace

std::string named(std::string_view path) {
  return fmt::format("`{}`", shown(path, kShownCharactersMax));
}

std::vector<Reason> value_reasons(const Leaf& leaf, const EventTree& event, uint32_t node) {
  const std::vector<uint32_t>& values = event.node(node).values;
  size_t value_count = std::min(values.size(), kExaminedValuesMax);
  size_t matcher_count = std::min(leaf.matchers.size(), kExaminedMatchersMax);
  std::vector<Reason> reasons;
  std::vector<std::string> texts;
  std::string buffer;
  for (size_t v = 0; v < value_count; ++v) {
    const EventTree::Value& value = event.value(values[v]);
    Scalar scalar = event.scalar(value, buffer);
    std::string spelling = event.spelling(value);
    if (scalar.kind == ScalarKind::kString) texts.emplace_back(scalar.text);
    for (size_t m = 0; m < matcher_count && reasons.size() < kExaminedValuesMax; ++m) {
      add(reasons, Miss(leaf.matchers[m], scalar, spelling).reason());
    }
  }
  for (size_t m = 0; m < matcher_count && reasons.empty(); ++m) {
    add(reasons, near_value(leaf.matchers[m], texts));
  }
  if (leaf.absent) {
    std::string location = event.location(event.value(values.front()));
    add(reasons, Reason{NearMiss::kPresent, fmt::format("{} is there", named(location))});
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.kind < b.kind; });
  if (reasons.size() > kShownNearMissesMax) reasons.resize(kShownNearMissesMax);
  return reasons;
}

}  // namespace angarium::pattern
