#include "pattern/oracle/naive_pattern.h"

#include <algorithm>

#include "pattern/oracle/text.h"

namespace angarium::pattern::oracle {
namespace {

using json::Token;
using json::TokenKind;
using Alternatives = std::vector<NaiveConjunction>;

std::u32string characters(const Token& token) { return to_code_points(decode(token.raw)); }

// Reads a pattern's text in its order, which decides: a path that comes again replaces the former,
// and what stands behind an `$or` goes into all of its branches.
class Reader {
 public:
  explicit Reader(std::string_view text) : scanner_(text, 10'000) {}

  Alternatives read() {
    take();
    Alternatives alternatives(1);
    object(u"", true, alternatives);
    return alternatives;
  }

 private:
  Token take() { return *scanner_.next(); }

  void object(const std::u16string& path, bool is_root, Alternatives& alternatives) {
    for (Token key = take(); key.kind != TokenKind::kObjectEnd; key = take()) {
      std::u16string name = decode(key.raw);
      bool nested = take().kind == TokenKind::kObjectBegin;
      if (name == u"$or") {
        branches(path, is_root, alternatives);
      } else if (nested) {
        object(joined(path, name, is_root), false, alternatives);
      } else {
        NaiveLeaf leaf = read_leaf();
        for (NaiveConjunction& one : alternatives) one[joined(path, name, is_root)] = leaf;
      }
    }
  }

  void branches(const std::u16string& path, bool is_root, Alternatives& alternatives) {
    Alternatives all;
    while (take().kind != TokenKind::kArrayEnd) {
      Alternatives branch = alternatives;
      object(path, is_root, branch);
      all.insert(all.end(), branch.begin(), branch.end());
    }
    alternatives = all;
  }

  NaiveLeaf read_leaf() {
    NaiveLeaf leaf;
    for (Token token = take(); token.kind != TokenKind::kArrayEnd; token = take()) {
      if (token.kind != TokenKind::kObjectBegin) {
        leaf.tests.push_back(equals(token));
        continue;
      }
      std::u16string name = decode(take().raw);
      Token argument = take();
      if (name == u"exists" && argument.kind == TokenKind::kFalse) {
        leaf.absent = true;
      } else {
        leaf.tests.push_back(read_operator(name, argument));
      }
      take();
    }
    return leaf;
  }

  Test read_operator(const std::u16string& name, const Token& argument) {
    if (name == u"exists") return exists();
    if (name == u"numeric") return read_numeric();
    if (name == u"anything-but") return read_anything_but(argument);
    if (argument.kind == TokenKind::kString) return of_text(name, characters(argument));
    // prefix or suffix of {"equals-ignore-case": ".."}
    take();
    std::u32string text = characters(take());
    take();
    return name == u"prefix" ? prefix_ignore_case(text) : suffix_ignore_case(text);
  }

  static Test of_text(const std::u16string& name, const std::u32string& text) {
    if (name == u"exactly") return exactly(text);
    if (name == u"prefix") return prefix(text);
    if (name == u"suffix") return suffix(text);
    if (name == u"equals-ignore-case") return equals_ignore_case(text);
    if (name == u"wildcard") return wildcard(text);
    return cidr(text);
  }

  Test read_numeric() {
    std::vector<Test> bounds;
    for (Token token = take(); token.kind != TokenKind::kArrayEnd; token = take()) {
      std::u32string comparison = characters(token);
      bounds.push_back(numeric({comparison.begin(), comparison.end()}, read_number(take().raw)));
    }
    return bounds.size() == 1 ? bounds[0] : both(bounds[0], bounds[1]);
  }

  Test read_anything_but(const Token& argument) {
    if (argument.kind != TokenKind::kObjectBegin)
      return anything_but(excluded(u"exactly", argument));
    std::u16string name = decode(take().raw);
    std::vector<Test> tests = excluded(name, take());
    take();
    return anything_but(tests);
  }

  // One value or a list of them.
  std::vector<Test> excluded(const std::u16string& name, const Token& argument) {
    std::vector<Test> tests;
    auto add = [&](const Token& token) {
      bool is_string = token.kind == TokenKind::kString;
      tests.push_back(is_string ? of_text(name, characters(token)) : equals(token));
    };
    if (argument.kind != TokenKind::kArrayBegin) {
      add(argument);
      return tests;
    }
    for (Token token = take(); token.kind != TokenKind::kArrayEnd; token = take()) add(token);
    return tests;
  }

  json::Scanner scanner_;
};

bool agree(const std::map<int, int>& chosen, const std::map<int, int>& elements) {
  return std::all_of(elements.begin(), elements.end(), [&](const auto& element) {
    auto found = chosen.find(element.first);
    return found == chosen.end() || found->second == element.second;
  });
}

bool accepts(const NaiveLeaf& leaf, const Scalar& scalar) {
  return std::any_of(leaf.tests.begin(), leaf.tests.end(),
                     [&](const Test& test) { return test.accepts(scalar); });
}

// Picks a scalar for one path after the other and goes back where it doesn't work out. `chosen` is
// what the picks so far say about arrays.
bool pick(NaiveConjunction::const_iterator leaf, NaiveConjunction::const_iterator end,
          const NaiveEvent& event, const std::map<int, int>& chosen) {
  if (leaf == end) return true;
  bool present = false;
  for (const Scalar& scalar : event.at(leaf->first)) {
    if (!agree(chosen, scalar.elements)) continue;
    present = true;
    if (!accepts(leaf->second, scalar)) continue;
    std::map<int, int> more = chosen;
    more.insert(scalar.elements.begin(), scalar.elements.end());
    if (pick(std::next(leaf), end, event, more)) return true;
  }
  return leaf->second.absent && !present && pick(std::next(leaf), end, event, chosen);
}

}  // namespace

NaivePattern::NaivePattern(std::string_view text) : alternatives_(Reader(text).read()) {}

bool NaivePattern::matches(const NaiveEvent& event) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const auto& conjunction) {
    return pick(conjunction.begin(), conjunction.end(), event, {});
  });
}

bool NaivePattern::is_known() const {
  for (const NaiveConjunction& conjunction : alternatives_) {
    for (const auto& [path, leaf] : conjunction) {
      for (const Test& test : leaf.tests) {
        if (test.unknown) return false;
      }
    }
  }
  return true;
}

double NaivePattern::choices(const NaiveEvent& event) const {
  double sum = 0;
  for (const NaiveConjunction& conjunction : alternatives_) {
    double product = 1;
    for (const auto& [path, leaf] : conjunction) {
      product *= static_cast<double>(event.at(path).size() + 1);
    }
    sum += product;
  }
  return sum;
}

void NaivePattern::each_test(
    const NaiveEvent& event,
    const std::function<void(const std::string& name, bool accepted)>& visit) const {
  for (const NaiveConjunction& conjunction : alternatives_) {
    for (const auto& [path, leaf] : conjunction) {
      const std::vector<Scalar>& scalars = event.at(path);
      if (leaf.absent) visit("absent", scalars.empty());
      for (const Test& test : leaf.tests) {
        for (const Scalar& scalar : scalars) visit(test.name, test.accepts(scalar));
      }
    }
  }
}

}  // namespace angarium::pattern::oracle
