#pragma once

#include <span>

#include "wire/operation.h"

// The rows of IAM's table, in files of their own: each instantiates plans and handlers, which takes
// the compiler its time.
namespace angarium::services::iam {

std::span<const wire::Operation> user_rows();
std::span<const wire::Operation> role_rows();
std::span<const wire::Operation> policy_rows();
std::span<const wire::Operation> attachment_rows();
std::span<const wire::Operation> account_rows();
std::span<const wire::Operation> simulation_rows();

}  // namespace angarium::services::iam
