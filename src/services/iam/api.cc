#include "services/iam/api.h"

#include <vector>

#include "services/iam/rows.h"

namespace angarium::services::iam {
namespace {

std::vector<wire::Operation> all_rows() {
  std::vector<wire::Operation> all;
  for (const auto& rows : {user_rows(), role_rows(), policy_rows(), attachment_rows(),
                           account_rows(), simulation_rows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace

const wire::ServiceTable& Api::table() {
  static const std::vector<wire::Operation> operations = all_rows();
  static const wire::ServiceTable table{
      .name = "iam",
      .signing_name = "iam",
      .target_prefix = "",
      .api_version = "2010-05-08",
      .query_namespace = "https://iam.amazonaws.com/doc/2010-05-08/",
      .error_prefix = "",
      .is_global = true,
      .operations = operations,
      .invalid = nullptr,
  };
  return table;
}

}  // namespace angarium::services::iam
