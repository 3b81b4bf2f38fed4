#include "policy/words.h"

#include "base/assert.h"
#include "policy/document.h"

namespace angarium::policy {
namespace {

std::vector<std::string> list_of(const Node* node) {
  std::vector<std::string> list;
  if (!node) return list;
  if (node->kind != Node::Kind::kArray) return {node->text};
  for (const Node& element : node->elements) list.push_back(element.text);
  return list;
}

const Node* either(const Node& node, const char* name, const char* negated) {
  const Node* found = node.find(name);
  return found ? found : node.find(negated);
}

std::vector<PrincipalWord> principals_of(const Node* node) {
  std::vector<PrincipalWord> words;
  if (!node) return words;
  if (node->kind == Node::Kind::kString) return {{"", node->text}};
  for (const auto& [kind, value] : node->members) {
    for (std::string& text : list_of(&value)) words.push_back({kind, std::move(text)});
  }
  return words;
}

StatementWords words_of(const Node& node) {
  StatementWords words{.principals = principals_of(either(node, "Principal", "NotPrincipal")),
                       .actions = list_of(either(node, "Action", "NotAction")),
                       .resources = list_of(either(node, "Resource", "NotResource"))};
  const Node* condition = node.find("Condition");
  if (!condition) return words;
  for (const auto& [operator_name, keys] : condition->members) {
    for (const auto& [key, value] : keys.members) {
      words.conditions.push_back({operator_name, key, list_of(&value)});
    }
  }
  return words;
}

}  // namespace

PolicyWords words_of(const Policy& policy) {
  auto document = parse_document(policy.text());
  AG_ASSERT(document.ok());  // it was parsed before
  PolicyWords words;
  const Node* version = document->find("Version");
  words.has_variables = version && version->text == "2012-10-17";
  const Node* list = document->find("Statement");
  if (list->kind == Node::Kind::kObject) {
    words.statements.push_back(words_of(*list));
    return words;
  }
  for (const Node& element : list->elements) words.statements.push_back(words_of(element));
  return words;
}

}  // namespace angarium::policy
