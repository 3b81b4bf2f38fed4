#include "policy/statement.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/letters.h"
#include "policy/policy.h"

namespace angarium::policy {
namespace {

base::Error refused(std::string message) { return {ErrorCode::kSyntax, std::move(message)}; }

bool is_vendor_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

constexpr std::string_view kPartitions[] = {"aws",       "aws-cn",    "aws-us-gov", "aws-iso",
                                            "aws-iso-b", "aws-iso-e", "aws-iso-f",  "aws-eusc"};

constexpr std::string_view kIamPaths[] = {"user/",
                                          "federated-user/",
                                          "role/",
                                          "group/",
                                          "instance-profile/",
                                          "mfa/",
                                          "server-certificate/",
                                          "policy/",
                                          "sms-mfa/",
                                          "saml-provider/",
                                          "oidc-provider/",
                                          "report/",
                                          "access-report/"};

// What IAM itself checks of its own ARNs and S3's, whose resources have no region.
base::Result<void> check_global_services(std::string_view text, const PatternFields& arn) {
  std::string_view service = arn.field[2];
  // A '*' that runs on over all fields says nothing of the region.
  bool has_region = arn.count > 4 && !arn.field[3].empty();
  if (service == "s3" && has_region) {
    return refused(fmt::format("Resource {} can not contain region information.", text));
  }
  if (service != "iam") return {};
  if (has_region) {
    return refused(fmt::format("IAM resource {} cannot contain region information.", text));
  }
  std::string_view path = arn.count == 6 ? arn.field[5] : "*";
  bool is_path =
      path == "*" || std::any_of(std::begin(kIamPaths), std::end(kIamPaths),
                                 [&](std::string_view known) { return path.starts_with(known); });
  if (is_path) return {};
  return refused(fmt::format("IAM resource path must either be \"*\" or start with {}.",
                             fmt::join(kIamPaths, ", ")));
}

}  // namespace

base::Result<ActionPattern> ActionPattern::parse(std::string_view text) {
  std::string name = folded(text);
  size_t colon = name.find(':');
  if (name != "*") {
    if (colon == std::string::npos || colon + 1 == name.size()) {
      return refused(
          fmt::format("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, "
                      "ec2, etc. `{}` is not of the form service:Action.",
                      text));
    }
    if (name.find(':', colon + 1) != std::string::npos) {
      return refused(
          fmt::format("Actions/Condition can contain only one colon. `{}` has more.", text));
    }
    std::string_view vendor = std::string_view(name).substr(0, colon);
    if (vendor.empty() || !std::all_of(vendor.begin(), vendor.end(), is_vendor_letter)) {
      return refused(fmt::format("Vendor {} is not valid", text.substr(0, colon)));
    }
  }
  ActionPattern pattern;
  AG_TRY(parsed, TextPattern::parse(name, {.wildcards = true}));
  pattern.text_ = std::move(parsed);
  return pattern;
}

base::Result<ResourcePattern> ResourcePattern::parse(std::string_view text, bool variables) {
  if (text == "*") return ResourcePattern();
  PatternFields arn(text, variables);
  auto not_an_arn = [&] {
    return refused(fmt::format("Resource {} must be in ARN format or \"*\".", text));
  };
  if (arn.count < 2 || arn.field[0] != "arn") return not_an_arn();
  std::string_view partition = arn.field[1];
  bool is_partition =
      has_wildcard(partition) ||
      std::find(std::begin(kPartitions), std::end(kPartitions), partition) != std::end(kPartitions);
  if (!is_partition) {
    return refused(
        fmt::format("Partition \"{}\" is not valid for resource \"{}\".", partition, text));
  }
  if (arn.count < 3 || arn.field[2].empty() || has_wildcard(arn.field[2])) {
    return refused("Resource vendor must be fully qualified and cannot contain regexes.");
  }
  AG_CHECK(check_global_services(text, arn));
  bool runs_on = arn.field[arn.count - 1].ends_with('*');
  if (arn.count < 6 && !runs_on) return not_an_arn();
  for (size_t i = 0; variables && i < 5; ++i) {
    if (arn.field[i].find("${") == std::string_view::npos) continue;
    return refused(
        fmt::format("Syntax errors in policy. Resource {} has a variable before its "
                    "fifth colon; write what it stands for, or `*`.",
                    text));
  }
  ResourcePattern pattern;
  AG_TRY(parsed, ArnPattern::parse(text, variables));
  pattern.arn_ = std::move(parsed);
  return pattern;
}

bool Statement::covers_action(const Question& question) const {
  auto matches = [&](const ActionPattern& pattern) { return pattern.matches(question); };
  return std::any_of(actions.entries.begin(), actions.entries.end(), matches) != actions.negated;
}

bool Statement::covers_resource(const Question& question) const {
  if (!resources) return true;
  auto matches = [&](const ResourcePattern& pattern) { return pattern.matches(question); };
  const std::vector<ResourcePattern>& entries = resources->entries;
  bool listed = std::any_of(entries.begin(), entries.end(), matches);
  if (!resources->negated) return listed;
  // A variable without a value would leave nothing out: such an Allow must not cover everything.
  bool is_known = std::all_of(entries.begin(), entries.end(), [&](const ResourcePattern& pattern) {
    return pattern.resolves(question);
  });
  return !listed && (is_known || !allows);
}

Grant Statement::match_principal(const Question& question, bool has_boundary) const {
  if (!principals) return Grant::kDirect;
  if (principals->negated && has_boundary) return Grant::kDirect;
  Grant strongest = Grant::kNone;
  for (const PrincipalPattern& pattern : principals->entries) {
    strongest = std::max(strongest, pattern.match(question));
  }
  if (!principals->negated) return strongest;
  return strongest == Grant::kNone ? Grant::kDirect : Grant::kNone;
}

Applies Statement::apply(const Question& question, bool has_boundary) const {
  if (!covers_action(question)) return {.missing = Part::kAction};
  if (!covers_resource(question)) return {.missing = Part::kResource};
  Grant grant = match_principal(question, has_boundary);
  if (grant == Grant::kNone) return {.missing = Part::kPrincipal};
  for (size_t i = 0; i < conditions.size(); ++i) {
    if (!conditions[i].holds(question)) return {.missing = Part::kCondition, .condition = i};
  }
  return {.grant = grant};
}

}  // namespace angarium::policy
