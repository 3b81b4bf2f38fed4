#include "server/whereabouts.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/server.h"

namespace angarium::server {
namespace {

base::Error refused(std::string message) { return {StartError::kData, std::move(message)}; }

}  // namespace

base::Result<base::AccountId> Whereabouts::account(const std::string& id,
                                                   const std::string& access_key_id) const {
  if (!id.empty()) {
    base::AccountId named(id);
    if (!base::is_account_id(id)) {
      return refused(fmt::format("`{}` is no account; an account's id has twelve digits", id));
    }
    if (!accounts_ || accounts_->exists(named)) return named;
    return refused(fmt::format("there is no account {}; `angarium accounts list` shows them", id));
  }
  if (!accounts_ && !access_key_id.empty()) {
    return base::AccountId(base::is_account_id(access_key_id) ? access_key_id : base::kDevAccount);
  }
  if (auto key = directory_.access_key(access_key_id)) return key->account;
  if (accounts_) {
    std::vector<identity::Account> all = accounts_->list();
    if (all.size() == 1) return all.front().id;
  }
  return refused(
      "name the account: --account 111122223333, or its access key in AWS_ACCESS_KEY_ID");
}

base::Result<base::Region> Whereabouts::region(const std::string& name) const {
  if (name.empty()) return base::Region(regions_.front());
  if (std::find(regions_.begin(), regions_.end(), name) != regions_.end()) {
    return base::Region(name);
  }
  return refused(fmt::format("this server is not {}; it is {}", name, fmt::join(regions_, ", ")));
}

}  // namespace angarium::server
