#include "services/events/policy_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/scanner.h"
#include "json/writer.h"
#include "services/events/errors.h"

namespace angarium::services::events {
namespace {

using json::TokenKind;

constexpr uint32_t kDepthMax = 32;  // IAM's grammar nests six levels

wire::Error malformed(std::string_view problem) {
  return validation(fmt::format("Parameter Policy is not valid. Reason: {}", problem));
}

std::string decoded(const json::Token& token) {
  std::string text;
  json::unescape(token.raw, text);
  return text;
}

// Walks one JSON value and keeps its text.
class ValueReader {
 public:
  explicit ValueReader(std::string_view text) : text_(text), scanner_(text, kDepthMax) {}

  wire::Result<json::Token> next() {
    base::Result<json::Token> token = scanner_.next();
    if (!token.ok()) return malformed(token.error().message());
    return *token;
  }

  // The text of the value that `first` begins.
  wire::Result<std::string> rest_of(const json::Token& first) {
    size_t begin = static_cast<size_t>(first.raw.data() - text_.data());
    bool quoted = first.kind == TokenKind::kString;
    if (first.kind == TokenKind::kObjectBegin || first.kind == TokenKind::kArrayBegin) {
      base::Result<void> skipped = scanner_.skip_value();
      if (!skipped.ok()) return malformed(skipped.error().message());
    }
    if (quoted) --begin;
    return std::string(text_.substr(begin, scanner_.offset() - begin));
  }

 private:
  std::string_view text_;
  json::Scanner scanner_;
};

wire::Result<std::string> statement_id(const std::string& statement) {
  ValueReader reader(statement);
  AG_CHECK(reader.next());  // its brace
  std::string id;
  while (true) {
    AG_TRY(key, reader.next());
    if (key.kind == TokenKind::kObjectEnd) return id;
    AG_TRY(value, reader.next());
    if (decoded(key) == "Sid" && value.kind == TokenKind::kString) id = decoded(value);
    AG_CHECK(reader.rest_of(value));
  }
}

wire::Result<std::vector<std::string>> split_statements(ValueReader& reader,
                                                        const json::Token& first) {
  std::vector<std::string> statements;
  bool list = first.kind == TokenKind::kArrayBegin;
  json::Token token = first;
  while (true) {
    if (list) {
      AG_TRY(next, reader.next());
      token = next;
      if (token.kind == TokenKind::kArrayEnd) return statements;
    }
    if (token.kind != TokenKind::kObjectBegin) return malformed("A statement must be an object.");
    AG_TRY(statement, reader.rest_of(token));
    statements.push_back(std::move(statement));
    if (!list) return statements;
  }
}

}  // namespace

wire::Result<PolicyDocument> PolicyDocument::parse(std::string_view text) {
  if (!json::is_utf8(text)) return malformed("The policy is not UTF-8.");
  PolicyDocument document;
  document.version_.clear();
  ValueReader reader(text);
  AG_TRY(root, reader.next());
  if (root.kind != TokenKind::kObjectBegin) return malformed("The policy must be an object.");
  while (true) {
    AG_TRY(key, reader.next());
    if (key.kind == TokenKind::kObjectEnd) break;
    std::string name = decoded(key);
    AG_TRY(value, reader.next());
    if (name == "Statement") {
      AG_TRY(statements, split_statements(reader, value));
      for (std::string& statement : statements) {
        AG_TRY(id, statement_id(statement));
        document.statements_.push_back({std::move(id), std::move(statement)});
      }
      continue;
    }
    AG_TRY(json, reader.rest_of(value));
    if (name == "Version") {
      document.version_ = std::move(json);
    } else if (name == "Id") {
      document.id_ = std::move(json);
    }
  }
  AG_CHECK(reader.next());  // the end, or the error that something follows
  if (document.empty()) return malformed("The policy has no statement.");
  return document;
}

void PolicyDocument::allow_put_events(const BusId& bus, std::string_view statement_id,
                                      std::string_view principal,
                                      const std::optional<Condition>& condition) {
  Statement statement{.id = std::string(statement_id), .json = {}};
  json::Writer writer(statement.json);
  writer.begin_object().key("Sid").string(statement_id).key("Effect").string("Allow");
  writer.key("Principal");
  if (principal == "*") {
    writer.string("*");
  } else {
    std::string root = fmt::format("arn:aws:iam::{}:root", principal);
    writer.begin_object().key("AWS").string(root).end_object();
  }
  writer.key("Action").string("events:PutEvents").key("Resource").string(bus_arn(bus));
  if (condition) {
    writer.key("Condition").begin_object().key(condition->type).begin_object();
    writer.key(condition->key).string(condition->value).end_object().end_object();
  }
  writer.end_object();
  auto same_id = std::find_if(statements_.begin(), statements_.end(),
                              [&](const Statement& s) { return s.id == statement_id; });
  if (same_id == statements_.end()) {
    statements_.push_back(std::move(statement));
  } else {
    *same_id = std::move(statement);
  }
}

bool PolicyDocument::remove(std::string_view statement_id) {
  return std::erase_if(statements_, [&](const Statement& s) { return s.id == statement_id; }) > 0;
}

std::string PolicyDocument::text() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  if (!version_.empty()) writer.key("Version").raw(version_);
  if (!id_.empty()) writer.key("Id").raw(id_);
  writer.key("Statement").begin_array();
  for (const Statement& statement : statements_) writer.raw(statement.json);
  writer.end_array().end_object();
  return out;
}

}  // namespace angarium::services::events
