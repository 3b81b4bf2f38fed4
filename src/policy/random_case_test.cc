#include "policy/random_case_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace angarium::policy {
namespace {

PolicyPtr parsed(const std::string& text, PolicyKind kind) {
  auto policy = Policy::parse(text, kind);
  EXPECT_TRUE(policy.ok()) << (policy.ok() ? "" : policy.error().message()) << "\n" << text;
  return policy.ok() ? *policy : nullptr;
}

std::vector<PolicyPtr> parsed(const std::vector<std::string>& texts, PolicyKind kind) {
  std::vector<PolicyPtr> policies;
  policies.reserve(texts.size());
  for (const std::string& text : texts) policies.push_back(parsed(text, kind));
  return policies;
}

}  // namespace

size_t number_from_environment(const char* name, size_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

Policies parsed(const oracle::PolicyTexts& texts, bool is_trust) {
  Policies policies{.identity = parsed(texts.identity, PolicyKind::kIdentity),
                    .session = parsed(texts.session, PolicyKind::kIdentity)};
  PolicyKind kind = is_trust ? PolicyKind::kTrust : PolicyKind::kResource;
  if (texts.resource) policies.resource = parsed(*texts.resource, kind);
  if (texts.boundary) policies.boundary = parsed(*texts.boundary, PolicyKind::kIdentity);
  for (const auto& level : texts.scps) {
    policies.service_control.push_back(parsed(level, PolicyKind::kServiceControl));
  }
  for (const auto& level : texts.rcps) {
    policies.resource_control.push_back(parsed(level, PolicyKind::kResourceControl));
  }
  return policies;
}

Request asked(const oracle::NaiveRequest& naive) {
  return {.principal = {.account = base::AccountId(naive.account),
                        .arn = naive.arn,
                        .issuer_arn = naive.issuer_arn,
                        .service = naive.service,
                        .unique_id = naive.unique_id},
          .action = naive.action,
          .resource = naive.resource,
          .context = naive.context,
          .resource_account = base::AccountId(naive.resource_account)};
}

std::string describe(const oracle::PolicyTexts& texts, const oracle::NaiveRequest& request) {
  std::string text = fmt::format("{} {} asks {} on {} (owner `{}`)\n", request.type, request.arn,
                                 request.action, request.resource, request.resource_account);
  for (const auto& [key, values] : request.context) {
    text += fmt::format("  {} = [{}]\n", key, fmt::join(values, " | "));
  }
  auto add = [&](const char* name, const std::string& document) {
    text += fmt::format("{}: {}\n", name, document);
  };
  for (const std::string& document : texts.identity) add("identity", document);
  if (texts.resource) add("resource", *texts.resource);
  if (texts.boundary) add("boundary", *texts.boundary);
  for (const std::string& document : texts.session) add("session", document);
  for (const auto& level : texts.scps) add("scp level", fmt::format("{}", fmt::join(level, " ")));
  for (const auto& level : texts.rcps) add("rcp level", fmt::format("{}", fmt::join(level, " ")));
  return text;
}

}  // namespace angarium::policy
