#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

namespace angarium::services::iam {

struct ContextEntry {
  std::optional<std::string> context_key_name = {};
  std::optional<std::vector<std::string>> context_key_values = {};
  std::optional<std::string> context_key_type = {};
  static const wire::Shape& shape();
};

struct SimulatePrincipalPolicyRequest {
  std::string policy_source_arn = {};
  std::optional<std::vector<std::string>> policy_input_list = {};
  std::optional<std::vector<std::string>> permissions_boundary_policy_input_list = {};
  std::vector<std::string> action_names = {};
  std::optional<std::vector<std::string>> resource_arns = {};
  std::optional<std::string> resource_policy = {};
  std::optional<std::string> resource_owner = {};
  std::optional<std::string> caller_arn = {};
  std::optional<std::vector<ContextEntry>> context_entries = {};
  std::optional<std::string> resource_handling_option = {};
  std::optional<int32_t> max_items = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct SimulateCustomPolicyRequest {
  std::vector<std::string> policy_input_list = {};
  std::optional<std::vector<std::string>> permissions_boundary_policy_input_list = {};
  std::vector<std::string> action_names = {};
  std::optional<std::vector<std::string>> resource_arns = {};
  std::optional<std::string> resource_policy = {};
  std::optional<std::string> resource_owner = {};
  std::optional<std::string> caller_arn = {};
  std::optional<std::vector<ContextEntry>> context_entries = {};
  std::optional<std::string> resource_handling_option = {};
  std::optional<int32_t> max_items = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct Position {
  std::optional<int32_t> line = {};
  std::optional<int32_t> column = {};
  static const wire::Shape& shape();
};

struct MatchedStatement {
  std::optional<std::string> source_policy_id = {};
  std::optional<std::string> source_policy_type = {};
  std::optional<Position> start_position = {};
  std::optional<Position> end_position = {};
  static const wire::Shape& shape();
};

struct OrganizationsDecisionDetail {
  std::optional<bool> allowed_by_organizations = {};
  static const wire::Shape& shape();
};

struct PermissionsBoundaryDecisionDetail {
  std::optional<bool> allowed_by_permissions_boundary = {};
  static const wire::Shape& shape();
};

struct ResourceSpecificResult {
  std::string eval_resource_name = {};
  std::string eval_resource_decision = {};
  std::optional<std::vector<MatchedStatement>> matched_statements = {};
  std::optional<std::vector<std::string>> missing_context_values = {};
  std::optional<std::map<std::string, std::string>> eval_decision_details = {};
  std::optional<PermissionsBoundaryDecisionDetail> permissions_boundary_decision_detail = {};
  static const wire::Shape& shape();
};

struct EvaluationResult {
  std::string eval_action_name = {};
  std::optional<std::string> eval_resource_name = {};
  std::string eval_decision = {};
  std::optional<std::vector<MatchedStatement>> matched_statements = {};
  std::optional<std::vector<std::string>> missing_context_values = {};
  std::optional<OrganizationsDecisionDetail> organizations_decision_detail = {};
  std::optional<PermissionsBoundaryDecisionDetail> permissions_boundary_decision_detail = {};
  std::optional<std::map<std::string, std::string>> eval_decision_details = {};
  std::optional<std::vector<ResourceSpecificResult>> resource_specific_results = {};
  static const wire::Shape& shape();
};

struct SimulatePolicyResponse {
  std::optional<std::vector<EvaluationResult>> evaluation_results = {};
  std::optional<bool> is_truncated = {};
  std::optional<std::string> marker = {};
  static const wire::Shape& shape();
};

struct GetContextKeysForCustomPolicyRequest {
  std::vector<std::string> policy_input_list = {};
  static const wire::Shape& shape();
};

struct GetContextKeysForPrincipalPolicyRequest {
  std::string policy_source_arn = {};
  std::optional<std::vector<std::string>> policy_input_list = {};
  static const wire::Shape& shape();
};

struct GetContextKeysForPolicyResponse {
  std::optional<std::vector<std::string>> context_key_names = {};
  static const wire::Shape& shape();
};

}  // namespace angarium::services::iam
