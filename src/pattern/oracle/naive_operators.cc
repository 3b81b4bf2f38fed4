#include "pattern/oracle/naive_operators.h"

#include <algorithm>
#include <set>

#include "pattern/oracle/address.h"
#include "pattern/oracle/letters.h"

namespace angarium::pattern::oracle {
namespace {

using json::TokenKind;

bool is_string(const Scalar& scalar) { return scalar.kind == TokenKind::kString; }

// A test of strings; all other kinds fail it.
Test of_strings(std::string name, std::function<bool(const std::u32string&)> accepts) {
  return {std::move(name), [accepts = std::move(accepts)](const Scalar& scalar) {
            return is_string(scalar) && accepts(scalar.characters);
          }};
}

// Every place where `text` can end that begins with `wanted`, each letter of which stands there in
// lower or in upper case.
using Ends = std::vector<size_t>;
Ends match_ignore_case(std::u32string_view wanted, std::u32string_view text, size_t at) {
  if (wanted.empty()) return {at};
  std::u32string itself(1, wanted[0]);
  Cases cases = cases_of(wanted[0]).value_or(Cases{itself, itself});
  Ends ends;
  for (const auto& spelled : std::set<std::u32string>{cases.lower, cases.upper}) {
    if (text.substr(at, spelled.size()) != spelled) continue;
    Ends more = match_ignore_case(wanted.substr(1), text, at + spelled.size());
    ends.insert(ends.end(), more.begin(), more.end());
  }
  return ends;
}

bool has_unknown_letter(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return !cases_of(c); });
}

Test ignoring_case(std::string name, const std::u32string& wanted,
                   std::function<bool(const std::u32string&)> accepts) {
  Test test = of_strings(std::move(name), std::move(accepts));
  test.unknown = has_unknown_letter(wanted);
  return test;
}

// A wildcard's pieces: literal characters, and stars that are none.
struct Piece {
  bool is_star;
  char32_t character;
};
std::vector<Piece> read_wildcard(const std::u32string& text) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      pieces.push_back({false, text[++i]});
    } else {
      pieces.push_back({text[i] == '*', text[i]});
    }
  }
  return pieces;
}

bool matches_wildcard(const std::vector<Piece>& pieces, const std::u32string& text) {
  // reached[i]: the pieces so far can end before text[i].
  std::vector<bool> reached(text.size() + 1);
  reached[0] = true;
  for (const Piece& piece : pieces) {
    std::vector<bool> next(text.size() + 1);
    for (size_t i = 0; i <= text.size(); ++i) {
      if (piece.is_star) {
        next[i] = reached[i] || (i > 0 && next[i - 1]);
      } else {
        next[i] = i > 0 && reached[i - 1] && text[i - 1] == piece.character;
      }
    }
    reached = next;
  }
  return reached[text.size()];
}

}  // namespace

Test equals(const json::Token& token) {
  Scalar wanted = to_scalar(token);
  if (token.kind == TokenKind::kString) {
    if (wanted.address.empty()) return exactly(wanted.characters);
    return {"address",
            [address = wanted.address](const Scalar& scalar) { return scalar.address == address; }};
  }
  if (token.kind == TokenKind::kNumber && wanted.comparable) return numeric("=", wanted.number);
  std::string name = token.kind == TokenKind::kNumber ? "spelled number" : wanted.spelling;
  return {name, [wanted](const Scalar& scalar) {
            return scalar.kind == wanted.kind && scalar.spelling == wanted.spelling;
          }};
}

Test exactly(const std::u32string& text) {
  return of_strings("string", [text](const std::u32string& found) { return found == text; });
}
Test prefix(const std::u32string& text) {
  return of_strings("prefix",
                    [text](const std::u32string& found) { return found.starts_with(text); });
}
Test suffix(const std::u32string& text) {
  return of_strings("suffix",
                    [text](const std::u32string& found) { return found.ends_with(text); });
}

Test equals_ignore_case(const std::u32string& text) {
  return ignoring_case("equals-ignore-case", text, [text](const std::u32string& found) {
    Ends ends = match_ignore_case(text, found, 0);
    return std::find(ends.begin(), ends.end(), found.size()) != ends.end();
  });
}
Test prefix_ignore_case(const std::u32string& text) {
  return ignoring_case("prefix ignoring case", text, [text](const std::u32string& found) {
    return !match_ignore_case(text, found, 0).empty();
  });
}
Test suffix_ignore_case(const std::u32string& text) {
  return ignoring_case("suffix ignoring case", text, [text](const std::u32string& found) {
    for (size_t start = 0; start <= found.size(); ++start) {
      Ends ends = match_ignore_case(text, found, start);
      if (std::find(ends.begin(), ends.end(), found.size()) != ends.end()) return true;
    }
    return false;
  });
}

Test wildcard(const std::u32string& text) {
  return of_strings("wildcard", [pieces = read_wildcard(text)](const std::u32string& found) {
    return matches_wildcard(pieces, found);
  });
}

Test cidr(const std::u32string& text) {
  size_t slash = text.find('/');
  std::string network = read_address(text.substr(0, slash));
  std::string bits(text.begin() + static_cast<std::ptrdiff_t>(slash) + 1, text.end());
  return {"cidr", [network, length = std::stoul(bits)](const Scalar& scalar) {
            return is_inside(scalar.address, network, static_cast<unsigned>(length));
          }};
}

Test exists() {
  return {"exists", [](const Scalar&) { return true; }};
}

Test numeric(const std::string& comparison, const Number& number) {
  return {"numeric " + comparison,
          [comparison, number, bound = to_double(number)](const Scalar& scalar) {
            if (scalar.kind != TokenKind::kNumber || !scalar.comparable) return false;
            double value = to_double(scalar.number);
            if (comparison == "<") return value < bound;
            if (comparison == "<=") return value <= bound;
            if (comparison == ">") return value > bound;
            if (comparison == ">=") return value >= bound;
            return scalar.number == number;
          }};
}

Test both(Test one, Test other) {
  std::string name = one.name + " and " + other.name;
  return {name, [one = std::move(one), other = std::move(other)](const Scalar& scalar) {
            return one.accepts(scalar) && other.accepts(scalar);
          }};
}

Test anything_but(std::vector<Test> excluded) {
  std::string name = "anything-but " + excluded.at(0).name;
  bool unknown =
      std::any_of(excluded.begin(), excluded.end(), [](const Test& t) { return t.unknown; });
  return {name,
          [excluded = std::move(excluded)](const Scalar& scalar) {
            return std::none_of(excluded.begin(), excluded.end(),
                                [&](const Test& test) { return test.accepts(scalar); });
          },
          unknown};
}

}  // namespace angarium::pattern::oracle
