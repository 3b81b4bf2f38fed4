#include "policy/document.h"

#include <fmt/format.h>

#include <utility>

#include "json/scanner.h"
#include "json/writer.h"
#include "policy/policy.h"

namespace angarium::policy {
namespace {

using json::Token;
using json::TokenKind;

constexpr uint32_t kDepthMax = 16;  // the grammar needs six

base::Error syntax(std::string_view problem) {
  return base::Error(ErrorCode::kSyntax, fmt::format("Syntax errors in policy. {}", problem));
}

base::Result<Token> next(json::Scanner& scanner) {
  auto token = scanner.next();
  if (!token.ok()) return syntax(token.error().message());
  return *token;
}

std::string decoded(const Token& token) {
  std::string text;
  if (token.escaped) {
    json::unescape(token.raw, text);
  } else {
    text = token.raw;
  }
  return text;
}

base::Result<Node> read_value(json::Scanner& scanner, const Token& first);

base::Result<void> read_members(json::Scanner& scanner, Node& object) {
  while (true) {
    AG_TRY(key, next(scanner));
    if (key.kind == TokenKind::kObjectEnd) return {};
    std::string name = decoded(key);
    if (object.find(name)) return syntax(fmt::format("`{}` stands twice in one object.", name));
    if (object.members.size() == Policy::kValuesMax)
      return syntax("An object has too many members.");
    AG_TRY(first, next(scanner));
    AG_TRY(value, read_value(scanner, first));
    object.members.emplace_back(std::move(name), std::move(value));
  }
}

base::Result<void> read_elements(json::Scanner& scanner, Node& array) {
  while (true) {
    AG_TRY(first, next(scanner));
    if (first.kind == TokenKind::kArrayEnd) return {};
    if (array.elements.size() == Policy::kValuesMax) return syntax("A list has too many values.");
    AG_TRY(value, read_value(scanner, first));
    array.elements.push_back(std::move(value));
  }
}

// As deep as the scanner allows.
// NOLINTNEXTLINE(misc-no-recursion): kDepthMax bounds it
base::Result<Node> read_value(json::Scanner& scanner, const Token& first) {
  Node node;
  switch (first.kind) {
    case TokenKind::kObjectBegin:
      node.kind = Node::Kind::kObject;
      AG_CHECK(read_members(scanner, node));
      return node;
    case TokenKind::kArrayBegin:
      node.kind = Node::Kind::kArray;
      AG_CHECK(read_elements(scanner, node));
      return node;
    case TokenKind::kString: node.kind = Node::Kind::kString; break;
    case TokenKind::kNumber: node.kind = Node::Kind::kNumber; break;
    case TokenKind::kTrue:
    case TokenKind::kFalse: node.kind = Node::Kind::kBoolean; break;
    default: break;
  }
  node.text = decoded(first);
  return node;
}

// TAB, LF, CR, U+0020..U+00FF. Source: IAM API reference, the pattern of PolicyDocument.
bool is_in_alphabet(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<uint8_t>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return false;
    if (byte < 0x80) continue;
    if (byte != 0xC2 && byte != 0xC3) return false;
    ++i;  // the text is UTF-8: what follows is the character's second byte
  }
  return true;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the document, which kDepthMax bounds
void write_node(const Node& node, json::Writer& writer) {
  switch (node.kind) {
    case Node::Kind::kObject:
      writer.begin_object();
      for (const auto& [name, value] : node.members) {
        writer.key(name);
        write_node(value, writer);
      }
      writer.end_object();
      break;
    case Node::Kind::kArray:
      writer.begin_array();
      for (const Node& element : node.elements) write_node(element, writer);
      writer.end_array();
      break;
    case Node::Kind::kString: writer.string(node.text); break;
    default: writer.raw(node.text); break;
  }
}

}  // namespace

std::string write_document(const Node& node) {
  std::string text;
  json::Writer writer(text);
  write_node(node, writer);
  return text;
}

Node* Node::find(std::string_view name) {
  return const_cast<Node*>(std::as_const(*this).find(name));
}

const Node* Node::find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

base::Result<Node> parse_document(std::string_view text) {
  if (!json::is_utf8(text)) return syntax("It is not UTF-8.");
  if (!is_in_alphabet(text)) {
    return syntax(
        "It may hold tabs, line ends and U+0020 to U+00FF only; escape other characters.");
  }
  json::Scanner scanner(text, kDepthMax);
  AG_TRY(first, next(scanner));
  if (first.kind != TokenKind::kObjectBegin) return syntax("A policy is a JSON object.");
  AG_TRY(root, read_value(scanner, first));
  AG_TRY(end, next(scanner));
  if (end.kind != TokenKind::kEnd) return syntax("Something follows the policy.");
  return root;
}

}  // namespace angarium::policy
