#include "pattern/naive_matcher_test.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <vector>

#include "json/scanner.h"

namespace angarium::pattern {
namespace {

using json::TokenKind;

struct Scalar {
  TokenKind kind;
  std::string text;
  bool exactly = false;           // in a pattern: from {"exactly": ..}
  std::map<int, int> elements{};  // in an event: array -> element on the way
};
using Leaves = std::multimap<std::string, Scalar>;  // by path

// The texts are valid.
json::Token take(json::Scanner& scanner) { return *scanner.next(); }

std::string decoded(std::string_view raw) {
  std::string text;
  json::unescape(raw, text);
  return text;
}

std::string joined(const std::string& path, const std::string& name, bool is_root) {
  return is_root ? name : fmt::format("{}.{}", path, name);
}

Scalar to_scalar(const json::Token& token) {
  bool string = token.kind == TokenKind::kString;
  return {token.kind, string ? decoded(token.raw) : std::string(token.raw)};
}

// Flattens an event as AWS describes it, array by array.
class Flattener {
 public:
  explicit Flattener(std::string_view event) : scanner_(event, 2000) {}
  Leaves flatten() {
    take(scanner_);
    object("", true, {});
    return std::move(leaves_);
  }

 private:
  void object(const std::string& path, bool root, const std::map<int, int>& elements) {
    while (true) {
      json::Token key = take(scanner_);
      if (key.kind == TokenKind::kObjectEnd) return;
      std::string name = decoded(key.raw);
      value(take(scanner_), joined(path, name, root), elements, elements);
    }
  }
  void array(const std::string& path, const std::map<int, int>& outside) {
    int array = arrays_++;
    for (int index = 0;; ++index) {
      json::Token token = take(scanner_);
      if (token.kind == TokenKind::kArrayEnd) return;
      std::map<int, int> inside = outside;
      inside[array] = index;
      value(token, path, inside, outside);
    }
  }
  void value(const json::Token& token, const std::string& path, const std::map<int, int>& inside,
             const std::map<int, int>& for_scalars) {
    if (token.kind == TokenKind::kObjectBegin) return object(path, false, inside);
    if (token.kind == TokenKind::kArrayBegin) return array(path, inside);
    Scalar scalar = to_scalar(token);
    scalar.elements = for_scalars;
    leaves_.emplace(path, scalar);
  }

  json::Scanner scanner_;
  int arrays_ = 0;
  Leaves leaves_;
};

void read_pattern(json::Scanner& scanner, const std::string& path, bool root, Leaves& leaves) {
  while (true) {
    json::Token key = take(scanner);
    if (key.kind == TokenKind::kObjectEnd) return;
    std::string name = decoded(key.raw);
    std::string inner = joined(path, name, root);
    if (take(scanner).kind == TokenKind::kObjectBegin) {
      read_pattern(scanner, inner, false, leaves);
      continue;
    }
    leaves.erase(inner);
    for (auto token = take(scanner); token.kind != TokenKind::kArrayEnd; token = take(scanner)) {
      bool exactly = token.kind == TokenKind::kObjectBegin;
      if (exactly) take(scanner);
      Scalar scalar = to_scalar(exactly ? take(scanner) : token);
      scalar.exactly = exactly;
      if (exactly) take(scanner);
      leaves.emplace(inner, scalar);
    }
  }
}

// A number in full: sign, digits before and after the point, no zeros at the ends.
std::string written_out(const std::string& number) {
  size_t e = number.find_first_of("eE");
  std::string mantissa = number.substr(0, e);
  int exponent = e == std::string::npos ? 0 : std::atoi(number.c_str() + e + 1);
  bool negative = mantissa[0] == '-';
  if (negative) mantissa.erase(0, 1);
  size_t point = mantissa.find('.');
  std::string whole = mantissa.substr(0, point);
  std::string part = point == std::string::npos ? "" : mantissa.substr(point + 1);
  for (; exponent > 0; --exponent) {
    whole += part.empty() ? '0' : part[0];
    if (!part.empty()) part.erase(0, 1);
  }
  for (; exponent < 0; ++exponent) {
    part.insert(part.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  while (!whole.empty() && whole[0] == '0') whole.erase(0, 1);
  while (!part.empty() && part.back() == '0') part.pop_back();
  if (whole.empty() && part.empty()) return "0";
  return (negative ? "-" : "") + whole + "." + part;
}

bool comparable(const std::string& number) {
  double value = std::strtod(number.c_str(), nullptr);
  if (!std::isfinite(value)) return false;
  for (int digits = 0; digits < 17; ++digits) {
    std::string shorter = fmt::format("{:.{}e}", value, digits);
    if (std::strtod(shorter.c_str(), nullptr) == value) {
      return written_out(shorter) == written_out(number);
    }
  }
  return false;
}

std::string address(const std::string& text) {
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) == 1 && text.find('.') == std::string::npos) {
    std::string bytes(reinterpret_cast<const char*>(&six), 16);
    bool mapped = bytes.substr(0, 12) == std::string(10, '\0') + "\xff\xff";
    return mapped ? bytes.substr(12) : bytes;
  }
  unsigned a = 0, b = 0, c = 0, d = 0;
  char rest = 0;
  bool shaped = text.find_first_not_of("0123456789.") == std::string::npos && text.size() <= 15;
  if (!shaped || sscanf(text.c_str(), "%u.%u.%u.%u%c", &a, &b, &c, &d, &rest) != 4) return "";
  if (a > 255 || b > 255 || c > 255 || d > 255) return "";
  return {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
}

bool accepts(const Scalar& wanted, const Scalar& found) {
  if (wanted.kind != found.kind) return false;
  if (wanted.kind == TokenKind::kNumber && comparable(wanted.text)) {
    return comparable(found.text) && written_out(wanted.text) == written_out(found.text);
  }
  if (wanted.kind == TokenKind::kString && !wanted.exactly && !address(wanted.text).empty()) {
    return address(wanted.text) == address(found.text);
  }
  return wanted.text == found.text;
}

bool agree(const std::map<int, int>& a, const std::map<int, int>& b) {
  for (auto [array, index] : a) {
    auto other = b.find(array);
    if (other != b.end() && other->second != index) return false;
  }
  return true;
}

}  // namespace

bool naive_match(std::string_view pattern, std::string_view event) {
  Leaves found = Flattener(event).flatten();
  Leaves wanted;
  json::Scanner scanner(pattern, 2000);
  take(scanner);
  read_pattern(scanner, "", true, wanted);
  // Picks a scalar for one path after the other and goes back where it doesn't work out.
  std::function<bool(Leaves::iterator, const std::map<int, int>&)> pick =
      [&](Leaves::iterator leaf, const std::map<int, int>& chosen) {
        if (leaf == wanted.end()) return true;
        auto [matchers, next] = wanted.equal_range(leaf->first);
        auto [scalar, last] = found.equal_range(leaf->first);
        for (; scalar != last; ++scalar) {
          bool accepted = false;
          for (auto m = matchers; m != next; ++m) accepted |= accepts(m->second, scalar->second);
          if (!accepted || !agree(chosen, scalar->second.elements)) continue;
          std::map<int, int> both = chosen;
          both.insert(scalar->second.elements.begin(), scalar->second.elements.end());
          if (pick(next, both)) return true;
        }
        return false;
      };
  return pick(wanted.begin(), {});
}

}  // namespace angarium::pattern
