#include "server/denial_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/shown.h"
#include "identity/condition_keys.h"
#include "wire/session.h"

namespace angarium::server {
namespace {

// Far more than any check brings along; with long values a line is cut by the log.
constexpr size_t kShownKeysMax = 20;
constexpr size_t kShownWordCharactersMax = 2'048;
// Of a whole one: AWS's quota leaves out white space, of which few have as much again.
constexpr size_t kSessionPolicyCharactersMax = 4'096;

// What a caller proves to know by sending it.
bool is_secret(std::string_view key) {
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower == "sts:externalid";
}

// A word as a POSIX shell takes it: plain, or in single quotes.
std::string shell_word(std::string_view text, size_t characters_max) {
  std::string word = base::shown(text, characters_max);
  auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(":/._-=@+,").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  std::string quoted = "'";
  for (char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "'";
}

std::string plain_word(std::string_view text) { return shell_word(text, kShownWordCharactersMax); }

std::string caller_word(const wire::Caller& caller) {
  return caller.kind == wire::CallerKind::kAnonymous ? "anonymous" : caller.arn;
}

void add_keys(const wire::ConditionKeys& keys, size_t& count, std::string& command) {
  for (const auto& [key, values] : keys) {
    // Tags of the resource are known to whoever explains.
    if (is_secret(key) || key.starts_with("aws:ResourceTag/")) continue;
    for (const std::string& value : values) {
      if (count++ == kShownKeysMax) return;
      command += fmt::format(" --context {}", plain_word(fmt::format("{}={}", key, value)));
    }
  }
}

// What its token says of a session, which nobody but its bearer has: when it is asked about again,
// it says the same.
void add_session(const wire::Session& session, wire::ConditionKeys& keys,
                 std::vector<std::string>& policies) {
  policy::Request request;
  identity::add_session_keys(session, request);
  keys.merge(request.context);
  for (const policy::PolicyPtr& policy : session.policies) policies.push_back(policy->text());
  policies.insert(policies.end(), session.policy_arns.begin(), session.policy_arns.end());
}

}  // namespace

std::string explain_command(const std::vector<std::string>& server_options, const std::string& who,
                            const wire::Check& check, const wire::ConditionKeys& more,
                            const std::vector<std::string>& session_policies) {
  std::string command = "angarium policy explain";
  for (const std::string& word : server_options) command += " " + plain_word(word);
  command += fmt::format(" --as {} --action {} --resource {}", plain_word(who),
                         plain_word(check.action), plain_word(check.resource));
  size_t count = 0;
  add_keys(check.keys, count, command);
  add_keys(more, count, command);
  for (std::string policy : session_policies) {
    // Between the words of a document every white space means the same, and within there is none
    // but the space.
    std::replace_if(
        policy.begin(), policy.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
        ' ');
    command += " --session-policy " + shell_word(policy, kSessionPolicyCharactersMax);
  }
  return command;
}

void DenialLog::is_found_by(std::vector<std::string> options) {
  base::MutexLock lock(mutex_);
  options_ = std::move(options);
}

wire::Decision DenialLog::decide(const wire::RequestContext& request, const wire::Check& check) {
  wire::Decision decision = next_.decide(request, check);
  if (decision.allowed) return decision;
  wire::ConditionKeys more;
  if (!request.source_address.empty()) more["aws:SourceIp"] = {request.source_address};
  more["aws:SecureTransport"] = {request.secure ? "true" : "false"};
  std::vector<std::string> session_policies;
  if (request.caller.session) add_session(*request.caller.session, more, session_policies);
  note(caller_word(request.caller), check, more, session_policies, decision.reason);
  return decision;
}

wire::Decision DenialLog::decide(const wire::ServiceCall& call, const wire::Check& check) {
  wire::Decision decision = next_.decide(call, check);
  if (decision.allowed) return decision;
  if (!call.role_arn.empty()) {
    note(call.role_arn, check, {}, {}, decision.reason);
    return decision;
  }
  wire::ConditionKeys source{{"aws:SourceArn", {call.source_arn}},
                             {"aws:SourceAccount", {call.account.text()}}};
  note(call.service, check, source, {}, decision.reason);
  return decision;
}

void DenialLog::note(const std::string& who, const wire::Check& check,
                     const wire::ConditionKeys& more,
                     const std::vector<std::string>& session_policies, const std::string& reason) {
  std::vector<std::string> options;
  std::optional<size_t> unshown = admit(options);
  if (!unshown) return;
  base::log(base::LogLevel::kInfo, "denied",
            {{"caller", who},
             {"action", check.action},
             {"resource", check.resource},
             {"reason", reason},
             {"unshown", *unshown}});
  if (options.empty()) return;
  base::log(base::LogLevel::kInfo,
            "to explain: " + explain_command(options, who, check, more, session_policies));
}

std::optional<size_t> DenialLog::admit(std::vector<std::string>& options) {
  base::Time now = clock_.now();
  base::MutexLock lock(mutex_);
  if (now - stretch_begin_ >= kStretch || now < stretch_begin_) {
    stretch_begin_ = now;
    lines_ = 0;
  }
  if (lines_ == kLinesMax) {
    ++unshown_;
    return std::nullopt;
  }
  ++lines_;
  options = options_;
  return std::exchange(unshown_, 0);
}

}  // namespace angarium::server
