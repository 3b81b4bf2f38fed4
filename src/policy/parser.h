#pragma once

#include <vector>

#include "policy/document.h"
#include "policy/policy.h"
#include "policy/statement.h"

namespace angarium::policy {

// The statements of a document, or the first reason why it is not valid for its kind.
base::Result<std::vector<Statement>> parse_statements(const Node& document, PolicyKind kind);

}  // namespace angarium::policy
