#pragma once

#include "identity/authorizer.h"
#include "wire/principals.h"

namespace angarium::identity {

// Users and roles as the Directory has them at this moment. Thread safe.
class KnownPrincipals final : public wire::Principals {
 public:
  explicit KnownPrincipals(const Directory& directory)  // which outlives it
      : directory_(directory), authorizer_(directory) {}

  base::Result<std::string> with_ids(std::string_view policy) const override;
  std::string with_arns(std::string_view policy) const override;
  bool may_assume(const wire::ServiceCall& call) const override;

 private:
  const Directory& directory_;
  const Authorizer authorizer_;
};

}  // namespace angarium::identity
