#include "policy/addition.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shown.h"
#include "json/writer.h"
#include "policy/difference.h"
#include "policy/document.h"
#include "policy/letters.h"

namespace angarium::policy {
namespace {

constexpr std::string_view kNewDocument = R"({"Version":"2012-10-17","Statement":[]})";

bool is_trust(const Request& request, const Policies& policies) {
  if (policies.resource) return policies.resource->kind() == PolicyKind::kTrust;
  ArnFields resource(request.resource);
  return folded(request.action).starts_with("sts:") && resource.is_arn() &&
         resource.field[2] == "iam" && resource.field[5].starts_with("role/");
}

// The text as one that matches nothing else. Before the fifth colon no variable may stand, and
// none is needed: nothing that exists has wildcards there.
std::string escaped(std::string_view text, size_t from) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool is_special = text[i] == '*' || text[i] == '?' || text[i] == '$';
    if (i >= from && is_special) {
      out.append("${").append(1, text[i]).append("}");
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

// A Resource that covers the request's and as little else as can be said.
std::string resource_word(const Request& request, bool variables) {
  ArnFields fields(request.resource);
  if (!fields.is_arn()) return "*";
  auto last = static_cast<size_t>(fields.field[5].data() - request.resource.data());
  std::string word = variables ? escaped(request.resource, last) : request.resource;
  auto parsed = ResourcePattern::parse(word, variables);
  bool covers = parsed.ok() && parsed->matches(Question(request));
  return covers ? word : "*";
}

void write_principal(const Principal& who, json::Writer& writer) {
  switch (type_of(who)) {
    case PrincipalType::kService:
      writer.begin_object().key("Service").string(who.service).end_object();
      return;
    case PrincipalType::kAnonymous:
      if (who.federated_provider.empty()) {
        writer.string("*");
      } else {
        writer.begin_object().key("Federated").string(who.federated_provider).end_object();
      }
      return;
    case PrincipalType::kRoleSession:
      writer.begin_object().key("AWS").string(who.issuer_arn.empty() ? who.arn : who.issuer_arn);
      writer.end_object();
      return;
    default: writer.begin_object().key("AWS").string(who.arn).end_object();
  }
}

// What keeps a service from being sent by strangers, as far as the request says it.
// Source: IAM user guide, "The confused deputy problem".
void write_guard(const Request& request, bool variables, json::Writer& writer) {
  if (type_of(request.principal) != PrincipalType::kService) return;
  Question question(request);
  bool is_open = false;
  for (const char* key : {"aws:SourceArn", "aws:SourceAccount"}) {
    std::span<const std::string> values = question.values(KeyName(key));
    if (values.size() != 1) continue;
    if (!is_open) writer.key("Condition").begin_object().key("StringEquals").begin_object();
    is_open = true;
    writer.key(key).string(variables ? escaped(values[0], 0) : values[0]);
  }
  if (is_open) writer.end_object().end_object();
}

std::string statement_for(const Request& request, bool names_principal, bool names_resource,
                          bool variables) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("Effect").string("Allow");
  if (names_principal) {
    writer.key("Principal");
    write_principal(request.principal, writer);
  }
  writer.key("Action").string(request.action);
  if (names_resource) writer.key("Resource").string(resource_word(request, variables));
  if (names_principal) write_guard(request, variables, writer);
  writer.end_object();
  return text;
}

std::string_view caller_name(const Principal& who) {
  return who.issuer_arn.empty() ? who.arn : who.issuer_arn;
}

std::string belongs_to(const Request& request, const Place& place, bool is_trust) {
  std::string caller = ticked(caller_name(request.principal));
  std::string account = ticked(request.principal.account.text());
  switch (place.type) {
    case PolicyType::kServiceControl:
      return fmt::format("a service control policy of level {} over account {}", place.level,
                         account);
    case PolicyType::kResourceControl:
      return fmt::format("a resource control policy over account {}", ticked(owner_of(request)));
    case PolicyType::kResource:
      return fmt::format("the {} of {} in account {}",
                         is_trust ? "trust policy" : "resource policy", ticked(request.resource),
                         ticked(owner_of(request)));
    case PolicyType::kIdentity:
      return fmt::format("an identity policy of {} in account {}", caller, account);
    case PolicyType::kBoundary:
      return fmt::format("the permissions boundary of {} in account {}", caller, account);
    case PolicyType::kSession:
      return fmt::format("the session policy that {} was made with", ticked(request.principal.arn));
  }
  return {};
}

bool has_variables(const Policy* policy) { return !policy || words_of(*policy).has_variables; }

Addition addition_for(const Request& request, const Policies& policies, const Reason& missing) {
  Addition addition{.place = {.type = missing.type, .level = missing.level}};
  bool names_principal = missing.type == PolicyType::kResource;
  bool trusts = names_principal && is_trust(request, policies);
  const Policy* existing = missing.type == PolicyType::kResource   ? policies.resource.get()
                           : missing.type == PolicyType::kBoundary ? policies.boundary.get()
                                                                   : nullptr;
  addition.is_new = existing == nullptr;
  addition.statement = statement_for(request, names_principal, !trusts, has_variables(existing));
  addition.belongs_to = belongs_to(request, addition.place, trusts);
  return addition;
}

// The document with one statement more.
base::Result<PolicyPtr> extended(const Policy* policy, const std::string& statement,
                                 PolicyKind kind) {
  AG_TRY(document, parse_document(policy ? std::string_view(policy->text()) : kNewDocument));
  AG_TRY(added, parse_document(statement));
  Node* list = document.find("Statement");
  if (list->kind == Node::Kind::kObject) {
    Node only = std::move(*list);
    *list = Node{.kind = Node::Kind::kArray};
    list->elements.push_back(std::move(only));
  }
  list->elements.push_back(std::move(added));
  return Policy::parse(write_document(document), policy ? policy->kind() : kind);
}

base::Result<void> add(const Addition& addition, Policies& policies) {
  const std::string& statement = addition.statement;
  switch (addition.place.type) {
    case PolicyType::kResource: {
      bool trusts = statement.find("\"Resource\":") == std::string::npos;
      auto kind = trusts ? PolicyKind::kTrust : PolicyKind::kResource;
      AG_TRY(policy, extended(policies.resource.get(), statement, kind));
      policies.resource = std::move(policy);
      return {};
    }
    case PolicyType::kBoundary: {
      AG_TRY(policy, extended(policies.boundary.get(), statement, PolicyKind::kManaged));
      policies.boundary = std::move(policy);
      return {};
    }
    default: break;
  }
  bool is_control = addition.place.type == PolicyType::kServiceControl;
  auto kind = is_control ? PolicyKind::kServiceControl : PolicyKind::kIdentity;
  AG_TRY(policy, extended(nullptr, statement, kind));
  if (addition.place.type == PolicyType::kIdentity) policies.identity.push_back(policy);
  if (addition.place.type == PolicyType::kSession) policies.session.push_back(policy);
  if (is_control) policies.service_control.at(addition.place.level).push_back(policy);
  return {};
}

bool is_enough(const Request& request, const Policies& policies,
               const std::vector<Addition>& additions) {
  auto all = with_additions(policies, additions);
  return all.ok() && decide(request, *all).effect == Effect::kAllow;
}

}  // namespace

base::Result<Policies> with_additions(const Policies& policies,
                                      const std::vector<Addition>& additions) {
  Policies all = policies;
  for (const Addition& addition : additions) AG_CHECK(add(addition, all));
  return all;
}

std::vector<Addition> additions_for(const Request& request, const Policies& policies,
                                    const Decision& decision) {
  std::vector<Addition> additions;
  if (decision.effect != Effect::kImplicitDeny) return additions;
  for (const Reason& missing : decision.because) {
    additions.push_back(addition_for(request, policies, missing));
  }
  if (!is_enough(request, policies, additions)) return {};
  // A statement that names the caller itself may make others needless: of identity policies, where
  // a role is assumed in its own account.
  for (size_t i = additions.size(); i-- > 0;) {
    std::vector<Addition> fewer = additions;
    fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
    if (is_enough(request, policies, fewer)) additions = std::move(fewer);
  }
  return additions;
}

}  // namespace angarium::policy
