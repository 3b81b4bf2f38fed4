#include "cli/policy_check.h"

#include <fmt/format.h>

#include "json/raw_json.h"
#include "json/writer.h"

namespace angarium::cli {
namespace {

using policy::Decision;
using policy::Effect;
using policy::PolicyType;
using policy::Reason;

constexpr std::string_view kMalformed = "MalformedPolicyDocument";

std::string_view name_of(Effect effect) {
  switch (effect) {
    case Effect::kAllow: return "Allow";
    case Effect::kExplicitDeny: return "ExplicitDeny";
    case Effect::kImplicitDeny: return "ImplicitDeny";
  }
  return "?";
}

// The member of the question that holds the policies of a type.
std::string member_of(const Reason& reason) {
  switch (reason.type) {
    case PolicyType::kServiceControl: return fmt::format("scps[{}]", reason.level);
    case PolicyType::kResourceControl: return fmt::format("rcps[{}]", reason.level);
    case PolicyType::kResource: return "resource_policy";
    case PolicyType::kIdentity: return "identity_policies";
    case PolicyType::kBoundary: return "permissions_boundary";
    case PolicyType::kSession: return "session_policies";
  }
  return "?";
}

bool is_single(PolicyType type) {
  return type == PolicyType::kResource || type == PolicyType::kBoundary;
}

void write(json::Writer& writer, const Reason& reason) {
  writer.begin_object();
  switch (reason.cause) {
    case Reason::Cause::kStatement: {
      std::string name = member_of(reason);
      if (!is_single(reason.type)) name += fmt::format("[{}]", reason.index);
      writer.key("policy").string(name);
      writer.key("statement").string(reason.policy->statement_name(reason.statement));
      break;
    }
    case Reason::Cause::kMissing: writer.key("missing").string(member_of(reason)); break;
    case Reason::Cause::kRootUser:
      writer.key("rule").string("the root user needs no identity policy");
      break;
    case Reason::Cause::kAlwaysAllowed:
      writer.key("rule").string("no policy can deny this action");
      break;
  }
  writer.end_object();
}

std::string text_of(const Decision& decision) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("decision").string(name_of(decision.effect));
  writer.key("because").begin_array();
  for (const Reason& reason : decision.because) write(writer, reason);
  writer.end_array().end_object();
  return text + "\n";
}

std::string validity(const base::Result<policy::PolicyPtr>& policy) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("valid").boolean(policy.ok());
  if (!policy.ok()) {
    writer.key("error").string(kMalformed).key("message").string(policy.error().message());
  }
  writer.end_object();
  return text + "\n";
}

}  // namespace

const PolicyCheck::Parsed& PolicyCheck::parsed(const PolicyText& text) {
  auto key = std::make_pair(text.kind, std::string(text.raw));
  auto known = parsed_.find(key);
  if (known != parsed_.end()) return known->second;
  std::string document(text.raw);
  if (text.raw.starts_with('"')) {
    auto decoded = json::raw_string(text.raw);
    if (decoded.ok()) document = std::move(*decoded);
  }
  if (parsed_.size() >= kParsedMax) parsed_.clear();
  return parsed_.emplace(std::move(key), policy::Policy::parse(document, text.kind)).first->second;
}

// A policy that decides has to be valid.
base::Result<policy::PolicyPtr> PolicyCheck::policy(const PolicyText& text) {
  const Parsed& policy = parsed(text);
  if (policy.ok()) return policy;
  return base::Error(policy::ErrorCode::kSyntax,
                     fmt::format("`{}`: {}", text.name, policy.error().message()));
}

base::Result<std::vector<policy::PolicyPtr>> PolicyCheck::policies(
    const std::vector<PolicyText>& texts) {
  std::vector<policy::PolicyPtr> list;
  for (const PolicyText& text : texts) {
    AG_TRY(each, policy(text));
    list.push_back(std::move(each));
  }
  return list;
}

base::Result<policy::Policies> PolicyCheck::policies(const PolicyQuestion& question) {
  AG_TRY(identity, policies(question.identity));
  AG_TRY(resource, policies(question.resource));
  AG_TRY(boundary, policies(question.boundary));
  AG_TRY(session, policies(question.session));
  policy::Policies all{.identity = std::move(identity),
                       .resource = resource.empty() ? nullptr : resource[0],
                       .boundary = boundary.empty() ? nullptr : boundary[0],
                       .session = std::move(session)};
  for (const auto& level : question.service_control) {
    AG_TRY(list, policies(level));
    all.service_control.push_back(std::move(list));
  }
  for (const auto& level : question.resource_control) {
    AG_TRY(list, policies(level));
    all.resource_control.push_back(std::move(list));
  }
  return all;
}

bool PolicyCheck::answer(std::string_view line, std::string& out) {
  auto question = PolicyQuestion::parse(without_end(line));
  if (!question.ok()) {
    out += line_error(question.error().message());
    return false;
  }
  if (question->is_validation()) {
    out += validity(parsed(question->policy[0]));
    return true;
  }
  auto all = policies(*question);
  if (!all.ok()) {
    out += error_answer(kMalformed, all.error().message());
    return false;
  }
  out += text_of(policy::decide(question->request, *all));
  return true;
}

base::Result<CheckTotals> check_policy_lines(LineReader& in, Output& out) {
  PolicyCheck check;
  return answer_lines(in, out, [&](std::string_view line, std::string& answers) {
    return check.answer(line, answers);
  });
}

}  // namespace angarium::cli
