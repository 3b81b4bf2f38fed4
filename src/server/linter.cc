#include "server/linter.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/arn.h"
#include "identity/principals.h"
#include "json/writer.h"
#include "policy/difference.h"
#include "policy/letters.h"
#include "policy/lint.h"
#include "policy/statement.h"
#include "policy/words.h"
#include "server/api_description.h"

namespace angarium::server {
namespace {

using identity::Entity;
using policy::Policy;
using policy::ticked;

struct Found {
  std::string account, place, statement;
  std::string_view rule;
  std::string what, why, instead;
};

// Where a document is.
struct Site {
  base::AccountId account;
  std::string place;
  std::string holder = {};  // the ARN of the queue or bus whose policy it is
};

// Looks at one account after another, and collects.
class Round {
 public:
  Round(const identity::Directory& directory, const identity::Accounts* accounts,
        const Services& services)
      : directory_(directory), accounts_(accounts), services_(services) {}

  void look_at(const base::AccountId& account, const std::vector<ResourcePolicy>& resources);
  std::string answer() const;

 private:
  void look_at_user(const identity::User& user);
  void look_at_keys(const identity::User& user);
  void look_at_role(const identity::Role& role);
  void look_at_policies(const Entity& entity, std::string_view kind, std::string_view boundary);
  void look_at_managed(const identity::ManagedPolicy& managed);
  void look_at_document(const Site& site, const Policy& policy);
  void look_at_principal(const Site& site, const std::string& statement, const std::string& word);
  void look_at_resource(const Site& site, const std::string& statement, const std::string& word);

  bool is_here(const base::AccountId& account) const {
    return accounts_ ? accounts_->exists(account) : base::is_account_id(account.text());
  }
  bool is_gone(const std::string& principal) const;
  void add(Found found);

  const identity::Directory& directory_;
  const identity::Accounts* accounts_;
  const Services& services_;
  std::set<std::string> attached_ = {};  // ARNs of managed policies that somebody has
  std::vector<Found> findings_ = {};
  size_t left_out_ = 0;
};

bool has_wildcard(std::string_view word) {
  return word.find_first_of("*?$") != std::string_view::npos;
}

// Whether all that a statement allows is to become somebody else.
bool only_takes_on_roles(const policy::Statement& statement, const policy::StatementWords& words) {
  constexpr std::string_view kTakingOn[] = {"sts:assumerole", "sts:tagsession",
                                            "sts:setsourceidentity"};
  if (!statement.allows) return true;
  auto is_taking_on = [&](const std::string& action) {
    return std::find(std::begin(kTakingOn), std::end(kTakingOn), policy::folded(action)) !=
           std::end(kTakingOn);
  };
  return !statement.actions.negated &&
         std::all_of(words.actions.begin(), words.actions.end(), is_taking_on);
}

bool only_takes_on_roles(const Policy& policy) {
  policy::PolicyWords words = words_of(policy);
  for (size_t i = 0; i < words.statements.size(); ++i) {
    if (!only_takes_on_roles(policy.statements()[i], words.statements[i])) return false;
  }
  return true;
}

void Round::add(Found found) {
  if (findings_.size() == Linter::kFindingsMax) {
    ++left_out_;
  } else {
    findings_.push_back(std::move(found));
  }
}

void Round::look_at(const base::AccountId& account, const std::vector<ResourcePolicy>& resources) {
  attached_.clear();
  for (const auto& user : directory_.list<identity::User>(account)) look_at_user(*user);
  for (const auto& group : directory_.list<identity::Group>(account)) {
    look_at_policies(*group, "group", "");
  }
  for (const auto& role : directory_.list<identity::Role>(account)) look_at_role(*role);
  for (const auto& managed : directory_.list<identity::ManagedPolicy>(account)) {
    look_at_managed(*managed);
  }
  for (const ResourcePolicy& resource : resources) {
    if (resource.account != account) continue;
    look_at_document({account, fmt::format("the policy of {}", resource.arn), resource.arn},
                     *resource.policy);
  }
}

void Round::look_at_user(const identity::User& user) {
  look_at_policies(user, "user", user.boundary_arn);
  look_at_keys(user);
}

void Round::look_at_keys(const identity::User& user) {
  auto standing = directory_.standing_of_user(user.account, user.name);
  if (!standing) return;
  bool takes_on_roles = !standing->identity.empty() &&
                        std::all_of(standing->identity.begin(), standing->identity.end(),
                                    [](const auto& one) { return only_takes_on_roles(*one); });
  if (takes_on_roles) return;
  for (const auto& key : directory_.access_keys(user.account, user.name)) {
    if (!key->is_active) continue;
    add({user.account.text(), fmt::format("user `{}`", user.name), "", "user-keys", ticked(key->id),
         "a key that never expires, of a user who does things itself",
         "give the permissions to a role, and the user sts:AssumeRole on it alone; or delete the "
         "key"});
  }
}

void Round::look_at_role(const identity::Role& role) {
  if (role.is_service_linked) return;  // the service's own, which nobody else may change
  look_at_policies(role, "role", role.boundary_arn);
  std::string text = identity::with_principal_arns(role.trust->text(), directory_);
  auto shown = Policy::parse(text, policy::PolicyKind::kTrust);
  look_at_document({role.account, fmt::format("the trust policy of role `{}`", role.name)},
                   shown.ok() ? **shown : *role.trust);
}

void Round::look_at_policies(const Entity& entity, std::string_view kind,
                             std::string_view boundary) {
  if (!boundary.empty()) attached_.emplace(boundary);
  for (const auto& [name, inline_policy] : entity.inline_policies) {
    std::string place = fmt::format("inline policy `{}` of {} `{}`", name, kind, entity.name);
    look_at_document({entity.account, std::move(place)}, *inline_policy);
  }
  for (const std::string& arn : entity.attached) {
    attached_.insert(arn);
    auto managed = directory_.managed_policy(arn);
    if (!managed || managed->account.text() != identity::kAwsAccount) continue;
    add({entity.account.text(), fmt::format("{} `{}`", kind, entity.name), "", "aws-managed",
         ticked(arn), "it is written for everybody's needs, and names no resource of yours",
         "attach a policy that names the actions and resources that are needed"});
  }
}

void Round::look_at_managed(const identity::ManagedPolicy& managed) {
  std::string arn = arn_of(managed);
  if (!attached_.contains(arn)) {
    add({managed.account.text(), arn, "", "unattached", ticked(managed.name),
         "nobody has it, and whoever gets it gets all that it says", "delete it"});
  }
  look_at_document({managed.account, arn}, *managed.in_force());
}

void Round::look_at_document(const Site& site, const Policy& policy) {
  for (policy::Finding& finding : policy::lint(policy, knows_action)) {
    add({site.account.text(), site.place, policy.statement_name(finding.statement),
         policy::name(finding.rule), std::move(finding.what), std::move(finding.why),
         std::move(finding.instead)});
  }
  policy::PolicyWords words = words_of(policy);
  for (size_t i = 0; i < words.statements.size(); ++i) {
    std::string statement = policy.statement_name(i);
    for (const policy::PrincipalWord& word : words.statements[i].principals) {
      if (word.kind == "AWS") look_at_principal(site, statement, word.text);
    }
    for (const std::string& word : words.statements[i].resources) {
      look_at_resource(site, statement, word);
    }
  }
}

// Whether it names a user or role, by ARN, by id or by one of its sessions, that isn't there.
bool Round::is_gone(const std::string& principal) const {
  if (principal.starts_with("AIDA") || principal.starts_with("AROA")) {
    return directory_.arn_of_id(principal).empty();
  }
  auto arn = base::parse_arn(principal);
  if (!arn || !is_here(arn->account) || arn->resource == "root") return false;
  if (arn->service == "iam") return directory_.unique_id(principal).empty();
  std::string_view rest = arn->resource;
  std::string_view name = rest.substr(std::min(rest.find('/'), rest.size() - 1) + 1);
  if (rest.starts_with("assumed-role/")) {
    return !directory_.role(arn->account, name.substr(0, name.find('/')));
  }
  return false;  // the name of a federated user is any
}

// The account that a principal names or belongs to; empty: it says none, or everybody.
base::AccountId account_of(const std::string& principal) {
  if (base::is_account_id(principal)) return base::AccountId(principal);
  auto arn = base::parse_arn(principal);
  return arn ? arn->account : base::AccountId();
}

void Round::look_at_principal(const Site& site, const std::string& statement,
                              const std::string& word) {
  base::AccountId account = account_of(word);
  if (!account.text().empty() && !is_here(account)) {
    add({site.account.text(), site.place, statement, "unknown-account", ticked(word),
         "this server has no such account: it means nobody, until an account of that number is "
         "made",
         "correct the number, or leave it for the account that is to come"});
  }
  if (!is_gone(word)) return;
  add({site.account.text(), site.place, statement, "gone-principal", ticked(word),
       "there is no such user or role: it means nobody, until somebody makes one of that name",
       "take it out"});
}

void Round::look_at_resource(const Site& site, const std::string& statement,
                             const std::string& word) {
  auto arn = base::parse_arn(word);
  if (!arn || has_wildcard(word) || !is_here(arn->account)) return;
  bool is_identity = arn->service == "iam" &&
                     (arn->resource.starts_with("role/") || arn->resource.starts_with("user/"));
  std::optional<std::string> holder = services_.holder_of(word);
  if (is_identity ? directory_.unique_id(word).empty() : holder && holder->empty()) {
    add({site.account.text(), site.place, statement, "absent-resource", ticked(word),
         "there is no such resource: it allows what nobody has looked at yet", "take it out"});
  } else if (!site.holder.empty() && holder && *holder != site.holder) {
    add({site.account.text(), site.place, statement, "other-resource", ticked(word),
         "a policy decides about its own resource alone", fmt::format("name {}", site.holder)});
  }
}

std::string Round::answer() const {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("findings").begin_array();
  for (const Found& found : findings_) {
    writer.begin_object().key("account").string(found.account);
    writer.key("place").string(found.place).key("statement").string(found.statement);
    writer.key("rule").string(found.rule).key("what").string(found.what);
    writer.key("why").string(found.why).key("instead").string(found.instead).end_object();
  }
  writer.end_array().key("left_out").integer(static_cast<int64_t>(left_out_)).end_object();
  return text;
}

}  // namespace

base::Task<std::string> Linter::answer() const {
  co_await base::resume_on(work_);
  std::vector<ResourcePolicy> resources = services_.resource_policies();
  std::vector<base::AccountId> ids = directory_.accounts();
  std::set<base::AccountId> accounts(ids.begin(), ids.end());
  for (const ResourcePolicy& resource : resources) accounts.insert(resource.account);
  Round round(directory_, accounts_, services_);
  for (const base::AccountId& account : accounts) {
    if (base::is_account_id(account.text())) round.look_at(account, resources);  // AWS's has none
  }
  co_return round.answer();
}

}  // namespace angarium::server
