#include "services/sqs/queue_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "policy/document.h"
#include "services/sqs/characters.h"
#include "services/sqs/errors.h"

namespace angarium::services::sqs {
namespace {

using policy::Node;

// What can be given to others (developer guide, "Allow developers to write messages to a shared
// queue"); a permission to a message holds for batches of them, too.
constexpr std::string_view kGrantable[] = {
    "*",           "ChangeMessageVisibility",    "DeleteMessage", "GetQueueAttributes",
    "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue",    "ReceiveMessage",
    "SendMessage",
};
// "Cross-account permissions don't apply" to them (API reference).
constexpr std::string_view kOwnersOnly[] = {
    "AddPermission",        "CancelMessageMoveTask", "CreateQueue", "DeleteQueue",
    "ListMessageMoveTasks", "ListQueueTags",         "ListQueues",  "RemovePermission",
    "SetQueueAttributes",   "StartMessageMoveTask",  "TagQueue",    "UntagQueue",
};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Node text_node(std::string text) { return {.kind = Node::Kind::kString, .text = std::move(text)}; }

// One as itself, several as a list.
Node list_node(std::vector<std::string> texts) {
  if (texts.size() == 1) return text_node(std::move(texts.front()));
  Node list{.kind = Node::Kind::kArray};
  for (std::string& text : texts) list.elements.push_back(text_node(std::move(text)));
  return list;
}

// How many values a member has: none, one, or as many as its list.
size_t count_values(const Node* node) {
  if (!node) return 0;
  return node->kind == Node::Kind::kArray ? node->elements.size() : 1;
}

size_t count_principals(const Node* principal) {
  if (!principal || principal->kind != Node::Kind::kObject) return count_values(principal);
  size_t count = 0;
  for (const auto& [kind, names] : principal->members) count += count_values(&names);
  return count;
}

size_t count_conditions(const Node* condition) {
  size_t count = 0;
  if (!condition) return count;
  for (const auto& [name, keys] : condition->members) count += keys.members.size();
  return count;
}

std::vector<const Node*> statements_of(const Node& document) {
  std::vector<const Node*> statements;
  const Node* list = document.find("Statement");
  if (!list) return statements;
  if (list->kind == Node::Kind::kObject) return {list};
  for (const Node& statement : list->elements) statements.push_back(&statement);
  return statements;
}

bool has_label(const Node& statement, std::string_view label) {
  const Node* sid = statement.find("Sid");
  return sid && sid->text == label;
}

wire::Result<Node> read_document(std::string_view text, const QueueAddress& queue) {
  if (!text.empty()) {
    AG_TRY(document, policy::parse_document(text));
    return document;
  }
  Node document{.kind = Node::Kind::kObject};
  document.members.emplace_back("Version", text_node("2008-10-17"));
  document.members.emplace_back("Id", text_node(queue.arn().text() + "/SQSDefaultPolicy"));
  document.members.emplace_back("Statement", Node{.kind = Node::Kind::kArray});
  return document;
}

wire::Result<void> check_permission(const Permission& permission) {
  if (!is_short_name(permission.label)) {
    return invalid_parameter_value(
        permission.label, "Label",
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  }
  if (permission.actions.empty()) return missing_parameter("Actions");
  if (permission.actions.size() > kStatementActionsMax) {
    return too_many_in_policy(permission.actions.size(), "Actions", kStatementActionsMax);
  }
  if (permission.accounts.empty()) {
    return invalid_parameter_value("[]", "PrincipalId", "Unable to verify.");
  }
  for (const std::string& account : permission.accounts) {
    if (!base::is_account_id(account)) {
      return invalid_parameter_value(fmt::format("[{}]", account), "PrincipalId",
                                     "Unable to verify.");
    }
  }
  for (const std::string& action : permission.actions) {
    if (is_one_of(action, kGrantable)) continue;
    return invalid_parameter_value(
        "SQS:" + action, "ActionName",
        is_one_of(action, kOwnersOnly)
            ? "Only the queue owner is allowed to invoke this action."
            : "Please refer to the appropriate WSDL for a list of valid actions.");
  }
  return {};
}

Node statement_node(const QueueAddress& queue, const Permission& permission) {
  std::vector<std::string> principals;
  for (const std::string& account : permission.accounts) {
    principals.push_back(fmt::format("arn:aws:iam::{}:root", account));
  }
  std::vector<std::string> actions;
  for (const std::string& action : permission.actions) actions.push_back("SQS:" + action);
  Node principal{.kind = Node::Kind::kObject};
  principal.members.emplace_back("AWS", list_node(std::move(principals)));
  Node statement{.kind = Node::Kind::kObject};
  statement.members.emplace_back("Sid", text_node(permission.label));
  statement.members.emplace_back("Effect", text_node("Allow"));
  statement.members.emplace_back("Principal", std::move(principal));
  statement.members.emplace_back("Action", list_node(std::move(actions)));
  statement.members.emplace_back("Resource", text_node(queue.arn().text()));
  return statement;
}

}  // namespace

wire::Result<void> check_policy_quotas(std::string_view text) {
  if (text.size() > kPolicyBytesMax) {
    wire::Error error = invalid_attribute_value("Policy");
    error.message += fmt::format(" It has {} bytes; {} are allowed.", text.size(), kPolicyBytesMax);
    return error;
  }
  AG_TRY(document, policy::parse_document(text));
  const std::vector<const Node*> statements = statements_of(document);
  if (statements.size() > kPolicyStatementsMax) {
    return too_many_statements(statements.size(), kPolicyStatementsMax);
  }
  size_t principals = 0;
  size_t conditions = 0;
  for (const Node* statement : statements) {
    const size_t actions =
        count_values(statement->find("Action")) + count_values(statement->find("NotAction"));
    if (actions > kStatementActionsMax) {
      return too_many_in_policy(actions, "Actions", kStatementActionsMax);
    }
    principals += count_principals(statement->find("Principal")) +
                  count_principals(statement->find("NotPrincipal"));
    conditions += count_conditions(statement->find("Condition"));
  }
  if (principals > kPolicyPrincipalsMax) {
    return too_many_in_policy(principals, "Principals", kPolicyPrincipalsMax);
  }
  if (conditions > kPolicyConditionsMax) {
    return too_many_in_policy(conditions, "Conditions", kPolicyConditionsMax);
  }
  return {};
}

wire::Result<std::string> add_permission(std::string_view text, const QueueAddress& queue,
                                         const Permission& permission) {
  AG_CHECK(check_permission(permission));
  AG_TRY(document, read_document(text, queue));
  for (const Node* statement : statements_of(document)) {
    if (!has_label(*statement, permission.label)) continue;
    return invalid_parameter_value(permission.label, "Label", "Already exists.");
  }
  Node* list = document.find("Statement");
  if (!list) return invalid_attribute_value("Policy");
  if (list->kind == Node::Kind::kObject) {
    Node single = std::move(*list);
    *list = Node{.kind = Node::Kind::kArray};
    list->elements.push_back(std::move(single));
  }
  list->elements.push_back(statement_node(queue, permission));
  return policy::write_document(document);
}

wire::Result<std::string> remove_permission(std::string_view text, std::string_view label) {
  const wire::Error not_found =
      invalid_parameter_value(label, "Label", "can't find label on existing policy.");
  if (text.empty()) return not_found;
  AG_TRY(document, policy::parse_document(text));
  Node* list = document.find("Statement");
  if (!list) return not_found;
  if (list->kind == Node::Kind::kObject) {
    if (!has_label(*list, label)) return not_found;
    return std::string();
  }
  const size_t removed = std::erase_if(
      list->elements, [label](const Node& statement) { return has_label(statement, label); });
  if (removed == 0) return not_found;
  if (list->elements.empty()) return std::string();
  return policy::write_document(document);
}

}  // namespace angarium::services::sqs
