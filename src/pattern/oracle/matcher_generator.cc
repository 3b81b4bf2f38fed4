#include "pattern/oracle/matcher_generator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pattern/oracle/letters.h"
#include "pattern/oracle/spelling.h"

namespace angarium::pattern::oracle {
namespace {

using json::TokenKind;

// The letters of which one case is what stands at `at`: what a pattern may say there.
std::vector<const Letter*> letters_for(const std::u32string& text, size_t at) {
  std::vector<const Letter*> found;
  for (const Letter& letter : letters()) {
    std::u32string_view here = std::u32string_view(text).substr(at);
    if (here.starts_with(letter.lower) || here.starts_with(letter.upper)) found.push_back(&letter);
  }
  return found;
}

// As literal characters of a wildcard.
std::u32string escaped(const std::u32string& text) {
  std::u32string literal;
  for (char32_t c : text) {
    if (c == U'*' || c == U'\\') literal += U'\\';
    literal += c;
  }
  return literal;
}

// How many bits two addresses have in common at their beginning.
size_t shared_bits(const std::string& one, const std::string& other) {
  size_t bits = 0;
  auto bit = [&](const std::string& bytes) { return bytes[bits / 8] >> (7 - bits % 8) & 1; };
  while (bits < 8 * std::min(one.size(), other.size()) && bit(one) == bit(other)) ++bits;
  return bits;
}

}  // namespace

std::string MatcherGenerator::matcher(const Scalar* near) {
  if (chance(words_.exists_chance)) return exists();
  if (chance(0.15)) return anything_but(near);
  bool follow = near != nullptr && chance(0.85);
  size_t kind = random_.below(20);
  if (follow ? near->kind == TokenKind::kString : kind < 12) return text_matcher(near);
  if (follow ? near->kind == TokenKind::kNumber : kind < 17) return number_matcher(near);
  if (follow && chance(0.7)) return near->spelling;
  static constexpr std::string_view kLiterals[] = {"true", "false", "null"};
  return std::string(one_of(kLiterals, random_));
}

std::string MatcherGenerator::exists() {
  return chance(0.5) ? R"({"exists":true})" : R"({"exists":false})";
}

std::string MatcherGenerator::quoted(const std::u32string& text) {
  return spell_string(text, random_);
}

std::u32string MatcherGenerator::characters(const Scalar* near) {
  bool follow = near != nullptr && near->kind == TokenKind::kString && chance(0.7);
  std::u32string text = follow ? near->characters : one_of(words_.strings, random_);
  return chance(0.15) ? varied(text, random_) : text;
}

std::u32string MatcherGenerator::part(const Scalar* near, bool from_start) {
  std::u32string text = characters(near);
  size_t at = random_.below(text.size() + 1);
  return from_start ? text.substr(0, at) : text.substr(at);
}

std::u32string MatcherGenerator::with_stars(const std::u32string& text) {
  if (chance(0.2)) {  // one piece of it, anywhere
    size_t from = random_.below(text.size() + 1);
    std::u32string piece = escaped(text.substr(from, 1 + random_.below(12)));
    return U"*" + piece + (!piece.empty() && chance(0.8) ? U"*" : U"");
  }
  std::u32string wildcard;
  bool after_star = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (!after_star && chance(0.2)) {
      wildcard += U'*';
      after_star = true;
      if (chance(0.6)) i += random_.below(4);
    }
    if (i >= text.size()) break;
    if (after_star && chance(0.2)) continue;
    wildcard += escaped(text.substr(i, 1));
    after_star = false;
  }
  return paired(wildcard);
}

std::u32string MatcherGenerator::with_other_case(const std::u32string& text) {
  std::u32string other;
  for (size_t i = 0; i < text.size();) {
    char32_t c = text[i];
    bool is_ascii_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
    std::vector<const Letter*> candidates = letters_for(text, i);
    if (!candidates.empty() && chance(is_ascii_letter ? 0.2 : 0.7)) {
      const Letter& letter = *one_of(candidates, random_);
      bool lower = std::u32string_view(text).substr(i).starts_with(letter.lower);
      other += letter.letter;
      i += lower ? letter.lower.size() : letter.upper.size();
    } else {
      other += is_ascii_letter && chance(0.5) ? c ^ 32 : c;
      ++i;
    }
  }
  other = paired(other);
  for (char32_t& c : other) {
    if (!cases_of(c)) c = U'x';
  }
  return other;
}

std::string MatcherGenerator::text_operand(std::string_view op, const Scalar* near) {
  bool start = op.starts_with("prefix"), end = op.starts_with("suffix");
  std::u32string text = start || end ? part(near, start) : characters(near);
  if (op == "wildcard") text = with_stars(text);
  if (op.ends_with("case")) text = with_other_case(text);
  return quoted(text);
}

std::string MatcherGenerator::text_matcher(const Scalar* near) {
  static constexpr std::string_view kOperators[] = {"exactly",
                                                    "prefix",
                                                    "suffix",
                                                    "equals-ignore-case",
                                                    "wildcard",
                                                    "prefix ignore-case",
                                                    "suffix ignore-case"};
  bool has_address = near != nullptr && !near->address.empty();
  if (chance(has_address ? 0.4 : 0.08)) return cidr(near);
  if (chance(0.3)) return quoted(characters(near));
  std::string_view op = one_of(kOperators, random_);
  std::string operand = text_operand(op, near);
  size_t space = op.find(' ');
  if (space == std::string_view::npos) return fmt::format(R"({{"{}":{}}})", op, operand);
  return fmt::format(R"({{"{}":{{"equals-ignore-case":{}}}}})", op.substr(0, space), operand);
}

std::string MatcherGenerator::cidr(const Scalar* near) {
  bool follow = near != nullptr && !near->address.empty() && chance(0.8);
  std::string bytes = follow ? near->address : one_of(words_.addresses, random_);
  size_t bits = random_.below(bytes.size() * 8);
  if (chance(0.5)) {  // just where another address differs, or one bit behind
    bits = shared_bits(bytes, one_of(words_.addresses, random_)) + random_.below(2);
    bits = std::min(bits, bytes.size() * 8 - 1);
  }
  const char* before = chance(0.1) ? "+" : chance(0.1) ? "0" : "";
  return fmt::format(R"({{"cidr":"{}/{}{}"}})", spell_address(bytes, random_), before, bits);
}

std::string MatcherGenerator::number(const Scalar* near) {
  bool follow = near != nullptr && near->kind == TokenKind::kNumber && chance(0.7);
  std::string text = follow ? near->spelling : one_of(words_.numbers, random_);
  Number number = read_number(text);
  if (!is_comparable(number)) return fmt::format("{}", random_.below(6));
  return chance(0.3) ? spell_number(number, random_) : text;
}

std::string MatcherGenerator::bound(const Scalar* near) {
  double value = to_double(read_number(number(near)));
  double other = std::nextafter(value, chance(0.5) ? -HUGE_VAL : HUGE_VAL);
  std::string text = fmt::format("{}", chance(0.3) && std::isfinite(other) ? other : value);
  return text;
}

std::string MatcherGenerator::range() {
  std::string low = number(nullptr), high = number(nullptr);
  double one = to_double(read_number(low)), other = to_double(read_number(high));
  if (one == other) return fmt::format(R"({{"numeric":["=",{}]}})", low);
  if (one > other) low.swap(high);
  return fmt::format(R"({{"numeric":["{}",{},"{}",{}]}})", chance(0.5) ? ">" : ">=", low,
                     chance(0.5) ? "<" : "<=", high);
}

std::string MatcherGenerator::number_matcher(const Scalar* near) {
  static constexpr std::string_view kComparisons[] = {"=", "<", "<=", ">", ">="};
  if (chance(0.5)) {
    bool follow = near != nullptr && near->kind == TokenKind::kNumber && chance(0.5);
    std::string text = follow ? near->spelling : one_of(words_.numbers, random_);
    return chance(0.4) ? spell_number(read_number(text), random_) : text;
  }
  if (chance(0.4)) return range();
  return fmt::format(R"({{"numeric":["{}",{}]}})", one_of(kComparisons, random_), bound(near));
}

std::string MatcherGenerator::one_or_list(const std::function<std::string()>& value) {
  if (chance(0.5)) return value();
  std::string list = "[" + value();
  double more = chance(0.1) ? 0.95 : 0.5;
  while (chance(more)) list += "," + value();
  return list + "]";
}

std::string MatcherGenerator::anything_but(const Scalar* near) {
  if (chance(0.25)) {
    return fmt::format(R"({{"anything-but":{}}})", one_or_list([&] { return number(near); }));
  }
  if (chance(0.35)) {
    return fmt::format(R"({{"anything-but":{}}})",
                       one_or_list([&] { return quoted(characters(near)); }));
  }
  static constexpr std::string_view kOperators[] = {"prefix", "suffix", "equals-ignore-case",
                                                    "wildcard"};
  std::string_view op = one_of(kOperators, random_);
  bool may_be_empty = op != "prefix" && op != "suffix";
  std::string operands = one_or_list([&] {
    std::string operand = text_operand(op, near);
    return operand == "\"\"" && !may_be_empty ? R"("x")" : operand;
  });
  return fmt::format(R"({{"anything-but":{{"{}":{}}}}})", op, operands);
}

}  // namespace angarium::pattern::oracle
