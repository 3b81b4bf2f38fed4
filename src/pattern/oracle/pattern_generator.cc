#include "pattern/oracle/pattern_generator.h"

#include <algorithm>

#include "pattern/oracle/spelling.h"
#include "pattern/oracle/text.h"

namespace angarium::pattern::oracle {
namespace {

// Whether it could be spelled with a name that is reserved inside `$or`, as far as the vocabulary
// may hold such.
bool has_reserved_name(const std::u32string& path) {
  std::u32string dotted = U"." + path + U".";
  for (const char32_t* name : {U".prefix.", U".=.", U".<.", U".>."}) {
    if (dotted.find(name) != std::u32string::npos) return true;
  }
  return false;
}

}  // namespace

// A leaf, an object, or the branches of an `$or`.
struct PatternGenerator::Node {
  std::string leaf = {};
  std::vector<std::pair<std::u32string, Node>> members = {};
  std::vector<Node> branches = {};
};

PatternGenerator::PatternGenerator(const Vocabulary& words, const std::vector<std::string>& events,
                                   base::Random& random)
    : words_(words), random_(random), matchers_(words, random) {
  for (const std::string& event : events) events_.emplace_back(event);
  for (const NaiveEvent& event : events_) {
    std::vector<Target> targets;
    for (const auto& [path, scalars] : event.all()) {
      for (const Scalar& scalar : scalars) targets.push_back({to_code_points(path), &scalar});
    }
    targets_.push_back(std::move(targets));
  }
}

std::string PatternGenerator::pattern() {
  const std::vector<Target>& event = one_of(targets_, random_);
  Node root;
  static constexpr size_t kLeaves[] = {1, 1, 1, 2, 2, 3, 4};
  for (size_t i = one_of(kLeaves, random_); i > 0; --i) put(root, target(event));
  if (random_.chance(0.2)) put_branches(*random_object(root), event, 0);
  return write(root);
}

PatternGenerator::Target PatternGenerator::target(const std::vector<Target>& event) {
  if (!event.empty() && random_.chance(0.9)) return one_of(event, random_);
  std::u32string path = one_of(words_.names, random_);
  while (random_.chance(0.4)) path += U"." + one_of(words_.names, random_);
  return {path, nullptr};
}

// The names that a path was joined of, or could have been.
std::vector<std::u32string> PatternGenerator::pieces(const std::u32string& path) {
  std::vector<std::u32string> pieces(1);
  for (char32_t c : path) {
    if (c == U'.' && random_.chance(0.8)) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

void PatternGenerator::put(Node& node, const Target& target) {
  Node* at = &node;
  for (const std::u32string& name : pieces(target.path)) {
    auto same = std::find_if(at->members.begin(), at->members.end(), [&](const auto& member) {
      return member.first == name && member.second.leaf.empty() && member.second.branches.empty();
    });
    if (same == at->members.end() || random_.chance(0.1)) {
      size_t place = random_.below(at->members.size() + 1);
      same =
          at->members.insert(at->members.begin() + static_cast<std::ptrdiff_t>(place), {name, {}});
    }
    at = &same->second;
  }
  // What was an object becomes a leaf beside it.
  if (at->members.empty()) {
    at->leaf = leaf(target);
  } else {
    put(node, target);
  }
}

PatternGenerator::Node* PatternGenerator::random_object(Node& node) {
  Node* at = &node;
  while (random_.chance(0.4)) {
    auto& inner = at->members[random_.below(at->members.size())].second;
    if (inner.members.empty()) break;
    at = &inner;
  }
  return at;
}

void PatternGenerator::put_branches(Node& node, const std::vector<Target>& event, int depth) {
  Node group;
  for (size_t count = 2 + random_.below(2); count > 0; --count) {
    Node& branch = group.branches.emplace_back();
    for (size_t i = 1 + random_.below(2); i > 0; --i) {
      Target wanted = target(event);
      // Inside an object the path is a longer one.
      size_t dot = wanted.path.find(U'.');
      if (dot != std::u32string::npos && random_.chance(0.5)) wanted.path.erase(0, dot + 1);
      if (has_reserved_name(wanted.path)) wanted = {U"a", nullptr};
      put(branch, wanted);
    }
    if (depth < 2 && random_.chance(0.15)) put_branches(*random_object(branch), event, depth + 1);
  }
  node.members.insert(
      node.members.begin() + static_cast<std::ptrdiff_t>(random_.below(node.members.size() + 1)),
      {U"$or", std::move(group)});
}

std::string PatternGenerator::leaf(const Target& target) {
  std::string text = "[" + matchers_.matcher(target.scalar);
  while (random_.chance(0.25)) text += "," + matchers_.matcher(target.scalar);
  for (size_t more = random_.chance(0.02) ? random_.below(40) : 0; more > 0; --more) {
    text += "," + matchers_.matcher(nullptr);
  }
  return text + "]";
}

std::string PatternGenerator::write(const Node& node) {
  if (!node.leaf.empty()) return node.leaf;
  std::string text;
  for (const auto& [name, member] : node.members) {
    text += (text.empty() ? "" : ",") + spell_string(name, random_) + ":" + write(member);
  }
  for (const Node& branch : node.branches) text += (text.empty() ? "" : ",") + write(branch);
  return node.branches.empty() ? "{" + text + "}" : "[" + text + "]";
}

}  // namespace angarium::pattern::oracle
