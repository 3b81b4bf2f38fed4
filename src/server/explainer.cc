#include "server/explainer.h"

#include <fmt/format.h>

#include "base/arn.h"
#include "identity/named_caller.h"
#include "identity/principals.h"
#include "json/value.h"
#include "json/writer.h"
#include "policy/explain.h"
#include "policy/letters.h"
#include "server/server.h"
#include "wire/session.h"

namespace angarium::server {
namespace {

constexpr const char* kNotEnforced =
    "this server trusts everybody; with --enforce it would answer:\n";

struct Question {
  std::string as, action;
  std::string resource = "*";
  wire::ConditionKeys context = {};
  std::vector<std::string> session_policies = {};
};

base::Error refused(std::string message) { return {StartError::kData, std::move(message)}; }

base::Result<void> read_context(json::Value context, Question& question) {
  for (json::Member member : context.members()) {
    for (json::Value value : member.value.elements()) {
      auto text = value.string();
      if (!text) return refused("the values of `context` are lists of strings");
      question.context[std::string(member.name)].emplace_back(*text);
    }
  }
  return {};
}

base::Result<void> read_session_policies(json::Value list, Question& question) {
  for (json::Value value : list.elements()) {
    auto text = value.string();
    if (!text) return refused("`session_policies` is a list of strings");
    question.session_policies.emplace_back(*text);
  }
  return {};
}

base::Result<Question> read_question(std::string_view text) {
  auto document = json::Document::parse(text);
  if (!document.ok()) return refused("the question is no JSON");
  Question question;
  auto read = [&](const char* name, std::string& into) {
    if (auto value = document->root().find_string(name)) into = *value;
  };
  read("as", question.as);
  read("action", question.action);
  read("resource", question.resource);
  size_t colon = question.action.find(':');
  if (colon == 0 || colon >= question.action.size() - 1) {
    return refused(
        fmt::format("`{}` is no action; it looks like events:PutEvents", question.action));
  }
  if (question.resource != "*" && !base::parse_arn(question.resource)) {
    return refused(fmt::format("`{}` is neither an ARN nor `*`", question.resource));
  }
  if (auto context = document->root().find("context")) {
    AG_CHECK(read_context(*context, question));
  }
  if (auto policies = document->root().find("session_policies")) {
    AG_CHECK(read_session_policies(*policies, question));
  }
  return question;
}

// The caller's session made with these policies.
base::Result<void> add_session_policies(const std::vector<std::string>& texts,
                                        const identity::Directory& directory,
                                        wire::Caller& caller) {
  if (texts.empty()) return {};
  if (!caller.session) {
    return refused("a session alone has session policies; name a role or one of its sessions");
  }
  auto session = std::make_shared<wire::Session>(*caller.session);
  for (const std::string& text : texts) {
    if (text.starts_with("arn:")) {
      if (!directory.managed_policy(text)) return refused(fmt::format("there is no {}", text));
      session->policy_arns.push_back(text);
      continue;
    }
    auto policy = policy::Policy::parse(text, policy::PolicyKind::kIdentity);
    if (!policy.ok()) return refused("the session policy: " + policy.error().message());
    session->policies.push_back(*policy);
  }
  caller.session = std::move(session);
  return {};
}

// What an operator knows a policy by.
std::string place_name(const policy::Place& place, const identity::Inquiry& inquiry) {
  const policy::Request& request = inquiry.request;
  const std::string& account = request.principal.account.text();
  switch (place.type) {
    case policy::PolicyType::kIdentity: {
      bool is_known = inquiry.standing && place.index < inquiry.standing->identity_names.size();
      std::string name = is_known ? inquiry.standing->identity_names[place.index] : "its policies";
      return fmt::format("{} (account {})", name, account);
    }
    case policy::PolicyType::kBoundary:
      return fmt::format("the permissions boundary {} (account {})",
                         inquiry.standing ? inquiry.standing->boundary_arn : "", account);
    case policy::PolicyType::kSession:
      return place.index < inquiry.session_names.size() ? inquiry.session_names[place.index]
                                                        : "the session policy";
    case policy::PolicyType::kResource:
      return fmt::format("the policy of {} (account {})", request.resource,
                         policy::owner_of(request));
    default: return policy::member_name(place);
  }
}

// A policy of a resource or role as its owner reads it: with ARNs in place of the ids that it is
// kept with. It says the same, since an id becomes the ARN of whoever has it now.
policy::PolicyPtr as_shown(const policy::PolicyPtr& kept, const identity::Directory& directory) {
  if (!kept) return nullptr;
  std::string text = identity::with_principal_arns(kept->text(), directory);
  auto shown = policy::Policy::parse(text, kept->kind());
  return shown.ok() ? *shown : kept;
}

// A role's trust policy decides who may assume it, and its tags can be asked about.
void add_role(const identity::Directory& directory, const base::Arn& arn, wire::Check& check) {
  auto role = directory.role(arn.account, arn.resource.substr(arn.resource.rfind('/') + 1));
  if (!role || arn_of(*role) != arn.text()) return;
  if (check.action.starts_with("sts:")) {
    check.resource_policy = as_shown(role->trust, directory);
  }
  for (const auto& [key, value] : role->tags) check.keys["aws:ResourceTag/" + key] = {value};
}

// Given keys take the place of what the server would say.
void put_context(const wire::ConditionKeys& context, policy::Request& request) {
  for (const auto& given : context) {
    std::erase_if(request.context, [&](const auto& known) {
      return policy::equals_ignoring_case(known.first, given.first);
    });
    request.context[given.first] = given.second;
  }
}

std::string head_line(const Question& question, const wire::Caller& caller) {
  const std::string& who = caller.arn.empty() ? question.as : caller.arn;
  return fmt::format("{} asks for {} on {}\n", who, question.action, question.resource);
}

}  // namespace

base::Result<std::string> Explainer::answer(std::string_view text) const {
  AG_TRY(question, read_question(text));
  auto caller = identity::named_caller(directory_, question.as, clock_.now());
  if (!caller) {
    return refused(fmt::format(
        "`{}` is nobody here; name the ARN of a user, a role, a role's session or a root user, an "
        "account, a service like events.amazonaws.com, or `anonymous`",
        question.as));
  }
  AG_CHECK(add_session_policies(question.session_policies, directory_, *caller));
  auto resource = base::parse_arn(question.resource);
  wire::RequestContext request;
  request.caller = std::move(*caller);
  if (resource) request.region = resource->region;
  request.time = clock_.now();
  wire::Check check = services_.check_on(request, question.action, question.resource);
  check.resource_policy = as_shown(check.resource_policy, directory_);
  if (resource && resource->service == "iam") add_role(directory_, *resource, check);
  identity::Inquiry inquiry = authorizer_.gather(request, check);
  if (!inquiry.obstacle.empty()) return refused("denied " + inquiry.obstacle);
  put_context(question.context, inquiry.request);
  policy::Explanation explanation = policy::explain(inquiry.request, inquiry.policies);
  auto name = [&](const policy::Place& place) { return place_name(place, inquiry); };
  std::string lines = policies_decide_ ? "" : kNotEnforced;
  lines += head_line(question, request.caller) + policy::to_text(explanation, name);
  std::string structured = policy::to_json(explanation, name);
  structured.pop_back();  // its closing brace: "text" joins its members
  structured += policies_decide_ ? ",\"enforced\":true" : ",\"enforced\":false";
  structured += ",\"text\":";
  json::append_quoted(lines, structured);
  return structured + "}";
}

}  // namespace angarium::server
