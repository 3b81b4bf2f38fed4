#include "policy/conformance_cast_test.h"

#include <gtest/gtest.h>

#include <map>

#include "policy/document.h"

namespace angarium::policy {
namespace {

// Those who ask; README.md of the files introduces them.
Principal member_of_cast(const std::string& name, const std::string& account) {
  std::string iam = "arn:aws:iam::" + account + ":", sts = "arn:aws:sts::" + account + ":";
  base::AccountId id(account);
  std::map<std::string, Principal> cast{
      {"ann", {.account = id, .arn = iam + "user/team/ann", .unique_id = "AIDA0000000000000ANN"}},
      {"ben", {.account = id, .arn = iam + "user/ben", .unique_id = "AIDA0000000000000BEN"}},
      {"courier",
       {.account = id,
        .arn = sts + "assumed-role/courier/run-7",
        .issuer_arn = iam + "role/way/courier",
        .unique_id = "AROA0000000000000COU"}},
      {"courier-8",
       {.account = id,
        .arn = sts + "assumed-role/courier/run-8",
        .issuer_arn = iam + "role/way/courier",
        .unique_id = "AROA0000000000000COU"}},
      {"porter",
       {.account = id,
        .arn = sts + "assumed-role/porter/x",
        .issuer_arn = iam + "role/porter",
        .unique_id = "AROA0000000000000POR"}},
      {"linked",
       {.account = id,
        .arn = sts + "assumed-role/linked/x",
        .issuer_arn = iam + "role/aws-service-role/events.amazonaws.com/linked"}},
      {"guest",
       {.account = id, .arn = sts + "federated-user/guest", .issuer_arn = iam + "user/team/ann"}},
      {"root", {.account = id, .arn = iam + "root"}},
      {"events", {.service = "events.amazonaws.com"}},
      {"sns", {.service = "sns.amazonaws.com"}},
      {"visitor", {.federated_provider = "accounts.example.com"}},
      {"nobody", {}}};
  EXPECT_TRUE(cast.contains(name)) << name;
  return cast[name];
}

std::vector<std::string> values_of(const Node& node) {
  if (node.kind != Node::Kind::kArray) return {node.text};
  std::vector<std::string> values;
  for (const Node& element : node.elements) values.push_back(element.text);
  return values;
}

}  // namespace

Request read_request(const std::string& text, const std::string& where) {
  auto node = parse_document(text);
  EXPECT_TRUE(node.ok()) << where;
  if (!node.ok()) return {};
  auto member = [&](const char* name, std::string otherwise) {
    const Node* found = node->find(name);
    return found ? found->text : otherwise;
  };
  for (const auto& [name, value] : node->members) {
    EXPECT_TRUE(name == "as" || name == "do" || name == "on" || name == "of" || name == "with")
        << where << " " << name;
  }
  std::string name = member("as", "ann");
  bool is_foreign = name.starts_with("foreign ");
  if (is_foreign) name = name.substr(8);
  Request request{.principal = member_of_cast(name, is_foreign ? "444455556666" : "111122223333"),
                  .action = member("do", "sqs:SendMessage"),
                  .resource = member("on", "arn:aws:sqs:eu-west-1:111122223333:jobs"),
                  .resource_account = base::AccountId(member("of", ""))};
  if (const Node* context = node->find("with")) {
    for (const auto& [key, value] : context->members) request.context[key] = values_of(value);
  }
  return request;
}

}  // namespace angarium::policy
