#include "cli/policy_lint.h"

#include <fmt/format.h>

#include <optional>

#include "cli/policy_file.h"
#include "cli/policy_question.h"
#include "cli/run.h"
#include "json/value.h"
#include "json/writer.h"
#include "policy/lint.h"
#include "server/api_description.h"

namespace angarium::cli {
namespace {

using policy::Policy;
using policy::PolicyKind;
using policy::PolicyPtr;

// Without principals it is of an identity; with them of a role when it has no resources.
base::Result<PolicyPtr> parse_as_it_looks(const std::string& text) {
  auto identity = Policy::parse(text, PolicyKind::kIdentity);
  if (identity.ok()) return identity;
  auto trust = Policy::parse(text, PolicyKind::kTrust);
  if (trust.ok()) return trust;
  auto resource = Policy::parse(text, PolicyKind::kResource);
  bool names_principals = text.find("Principal\"") != std::string::npos;
  return resource.ok() || names_principals ? resource : identity;
}

base::Result<PolicyPtr> parse(const std::string& text, const std::string& kind) {
  std::optional<PolicyKind> named = policy_kind(kind);
  return named ? Policy::parse(text, *named) : parse_as_it_looks(text);
}

void print_text(const std::string& file, const Policy& policy, const policy::Finding& finding) {
  fmt::print("{}: {}: {}: {}: {}; {}\n", file, policy.statement_name(finding.statement),
             policy::name(finding.rule), finding.what, finding.why, finding.instead);
}

void print_json(const std::string& file, const Policy& policy, const policy::Finding& finding) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object().key("file").string(file);
  writer.key("statement").string(policy.statement_name(finding.statement));
  writer.key("rule").string(policy::name(finding.rule)).key("what").string(finding.what);
  writer.key("why").string(finding.why).key("instead").string(finding.instead).end_object();
  fmt::print("{}\n", line);
}

// How many findings; none when the file holds no policy, which was said then.
std::optional<size_t> lint_file(const std::string& file, const PolicyLintOptions& options) {
  std::optional<std::string> text = read_policy_file(file);
  if (!text) {
    complain(fmt::format("{}: can't be read", file));
    return std::nullopt;
  }
  auto policy = parse(*text, options.kind);
  if (!policy.ok()) {
    complain(fmt::format("{}: {}", file, policy.error().message()));
    return std::nullopt;
  }
  std::vector<policy::Finding> findings = policy::lint(**policy, server::knows_action);
  for (const policy::Finding& finding : findings) {
    (options.json ? print_json : print_text)(file, **policy, finding);
  }
  return findings.size();
}

void print_found(const json::Value& found) {
  std::string statement = text_in(found, "statement");
  fmt::print("{} (account {}): {}{}: {}: {}; {}\n", text_in(found, "place"),
             text_in(found, "account"), statement.empty() ? "" : statement + ": ",
             text_in(found, "rule"), text_in(found, "what"), text_in(found, "why"),
             text_in(found, "instead"));
}

void print_found_json(const json::Value& found) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object();
  for (const char* name : {"account", "place", "statement", "rule", "what", "why", "instead"}) {
    writer.key(name).string(text_in(found, name));
  }
  writer.end_object();
  fmt::print("{}\n", line);
}

// A line for each finding in the server's answer.
ExitCode print_answer(const std::string& body, bool json) {
  auto document = json::Document::parse(body);
  auto findings = document.ok() ? document->root().find("findings") : std::nullopt;
  if (!findings) {
    complain("the server's answer can't be read; is it of another version?");
    return kNotValid;
  }
  for (json::Value found : findings->elements()) {
    (json ? print_found_json : print_found)(found);
  }
  auto left_out = document->root().find("left_out");
  if (int64_t count = left_out ? left_out->integer().value_or(0) : 0; count > 0) {
    complain(fmt::format("{} more findings are not shown", count));
  }
  return findings->size() == 0 ? kMatched : kNotMatched;
}

ExitCode lint_server(const PolicyLintOptions& options) {
  if (!options.kind.empty()) {
    complain("--kind is for files; a server knows what its policies are for");
    return kUsage;
  }
  ServerAnswer answer = ask(options.server, {"GET", "/lint", ""});
  if (answer.code == kDone) return print_answer(answer.body, options.json);
  return answer.code == kFailed ? kNotValid : answer.code;
}

}  // namespace

ExitCode lint_policies(const PolicyLintOptions& options) {
  if (!options.kind.empty() && !policy_kind(options.kind)) {
    complain(fmt::format(
        "`{}` is no kind of policy; it is identity, managed, resource, trust, scp or rcp",
        options.kind));
    return kUsage;
  }
  if (options.files.empty()) return lint_server(options);
  if (options.server.is_made()) {
    complain("name files, or a server, and not both");
    return kUsage;
  }
  size_t findings = 0;
  bool all_read = true;
  for (const std::string& file : options.files) {
    std::optional<size_t> found = lint_file(file, options);
    findings += found.value_or(0);
    all_read = all_read && found.has_value();
  }
  if (!all_read) return kNotValid;
  return findings == 0 ? kMatched : kNotMatched;
}

}  // namespace angarium::cli
