#pragma once

#include "wire/authorizer.h"

namespace angarium::server {

// Decides while accounts have root keys only: the root user of the account that owns a resource may
// do everything with it unless the resource's policy denies it; everybody else needs that policy's
// Allow. Source: AWS's evaluation logic for root users and across accounts, without the identity
// policies that there are no users for. Thread safe.
class RootAuthorizer final : public wire::Authorizer {
 public:
  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override;
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override;
};

}  // namespace angarium::server
