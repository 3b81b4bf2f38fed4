#include "identity/condition_keys.h"

#include <algorithm>

#include "base/time.h"

namespace angarium::identity {
namespace {

bool is_same_letter(char a, char b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b);
}

bool is_same_key(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same_letter);
}

// Of which the server alone knows the value: a check may not have brought it along.
void set(policy::Request& request, const char* key, std::string value) {
  std::vector<std::string>& values = request.context[key];
  values.clear();
  values.push_back(std::move(value));
}

void add_times(base::Time time, policy::Request& request) {
  set(request, "aws:CurrentTime", base::format_iso_seconds(time));
  set(request, "aws:EpochTime", std::to_string(base::to_unix_ms(time) / 1'000));
}

const char* word(bool value) { return value ? "true" : "false"; }

// Takes the place of what is there under a name that differs in letter case alone.
void put_key(policy::Request& request, std::string_view key, std::string value) {
  std::erase_if(request.context,
                [key](const auto& entry) { return is_same_key(entry.first, key); });
  request.context[std::string(key)] = {std::move(value)};
}

}  // namespace

void add_request_keys(const wire::RequestContext& from, policy::Request& request) {
  add_times(from.time, request);
  set(request, "aws:RequestedRegion", from.region.text());
  set(request, "aws:SecureTransport", word(from.secure));
  set(request, "aws:ViaAWSService", "false");
  if (!from.source_address.empty()) set(request, "aws:SourceIp", from.source_address);
  if (!from.user_agent.empty()) set(request, "aws:UserAgent", from.user_agent);
}

void add_session_keys(const wire::Session& session, policy::Request& request) {
  set(request, "aws:TokenIssueTime", base::format_iso_seconds(session.issued));
  set(request, "aws:MultiFactorAuthPresent", "false");  // nothing here asks for a second factor
  if (!session.source_identity.empty()) {
    set(request, "aws:SourceIdentity", session.source_identity);
  }
  if (!session.federated_provider.empty()) {
    set(request, "aws:FederatedProvider", session.federated_provider);
  }
  for (const auto& [key, value] : session.tags) put_key(request, "aws:PrincipalTag/" + key, value);
}

void add_service_keys(const wire::ServiceCall& call, policy::Request& request) {
  add_times(call.time, request);
  set(request, "aws:RequestedRegion", call.region.text());
  set(request, "aws:SecureTransport", "true");
  set(request, "aws:ViaAWSService", "false");
  set(request, "aws:UserAgent", call.service);
}

void add_source_keys(const wire::ServiceCall& call, policy::Request& request) {
  set(request, "aws:SourceArn", call.source_arn);
  set(request, "aws:SourceAccount", call.account.text());
}

}  // namespace angarium::identity
