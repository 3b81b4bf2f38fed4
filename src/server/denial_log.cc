#include "server/denial_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/shown.h"

namespace angarium::server {
namespace {

// Far more than any check brings along; with long values a line is cut by the log.
constexpr size_t kShownKeysMax = 20;
constexpr size_t kShownWordCharactersMax = 2'048;

// What a caller proves to know by sending it.
bool is_secret(std::string_view key) {
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower == "sts:externalid";
}

// A word as a POSIX shell takes it: plain, or in single quotes.
std::string shell_word(std::string_view text) {
  std::string word = base::shown(text, kShownWordCharactersMax);
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

std::string caller_word(const wire::Caller& caller) {
  return caller.kind == wire::CallerKind::kAnonymous ? "anonymous" : caller.arn;
}

void add_keys(const wire::ConditionKeys& keys, size_t& count, std::string& command) {
  for (const auto& [key, values] : keys) {
    // Tags of the resource are known to whoever explains.
    if (is_secret(key) || key.starts_with("aws:ResourceTag/")) continue;
    for (const std::string& value : values) {
      if (count++ == kShownKeysMax) return;
      command += fmt::format(" --context {}", shell_word(fmt::format("{}={}", key, value)));
    }
  }
}

}  // namespace

std::string explain_command(const std::string& data_directory, const std::string& who,
                            const wire::Check& check, const wire::ConditionKeys& more) {
  std::string command =
      fmt::format("angarium policy explain --data {} --as {} --action {} --resource {}",
                  shell_word(data_directory), shell_word(who), shell_word(check.action),
                  shell_word(check.resource));
  size_t count = 0;
  add_keys(check.keys, count, command);
  add_keys(more, count, command);
  return command;
}

wire::Decision DenialLog::decide(const wire::RequestContext& request, const wire::Check& check) {
  wire::Decision decision = next_.decide(request, check);
  if (decision.allowed) return decision;
  wire::ConditionKeys more;
  if (!request.source_address.empty()) more["aws:SourceIp"] = {request.source_address};
  more["aws:SecureTransport"] = {request.secure ? "true" : "false"};
  note(caller_word(request.caller), check, more, decision.reason);
  return decision;
}

wire::Decision DenialLog::decide(const wire::ServiceCall& call, const wire::Check& check) {
  wire::Decision decision = next_.decide(call, check);
  if (decision.allowed) return decision;
  if (!call.role_arn.empty()) {
    note(call.role_arn, check, {}, decision.reason);
    return decision;
  }
  wire::ConditionKeys source{{"aws:SourceArn", {call.source_arn}},
                             {"aws:SourceAccount", {call.account.text()}}};
  note(call.service, check, source, decision.reason);
  return decision;
}

void DenialLog::note(const std::string& who, const wire::Check& check,
                     const wire::ConditionKeys& more, const std::string& reason) {
  std::optional<size_t> unshown = admit();
  if (!unshown) return;
  std::string explained = data_directory_.empty()
                              ? "start the server with --data DIR to ask it why"
                              : explain_command(data_directory_, who, check, more);
  base::log(base::LogLevel::kInfo, "denied",
            {{"caller", who},
             {"action", check.action},
             {"resource", check.resource},
             {"reason", reason},
             {"unshown", *unshown}});
  base::log(base::LogLevel::kInfo, "to explain: " + explained);
}

std::optional<size_t> DenialLog::admit() {
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
  return std::exchange(unshown_, 0);
}

}  // namespace angarium::server
