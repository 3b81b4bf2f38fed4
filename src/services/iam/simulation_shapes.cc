#include "services/iam/simulation_shapes.h"

#include "services/iam/constraints.h"

namespace angarium::services::iam {
namespace {

constexpr std::array<std::string_view, 12> kContextKeyTypes{
    "string", "stringList", "numeric", "numericList", "boolean", "booleanList",
    "ip",     "ipList",     "binary",  "binaryList",  "date",    "dateList"};
constexpr wire::Constraint kActionName = wire::Constraint{}.length(3, 128);
constexpr wire::Constraint kResourceName = wire::Constraint{}.length(1, 2048);
constexpr wire::Constraint kPolicyDocument =
    wire::Constraint{}.length(1, 131'072).pattern(R"([\u0009\u000A\u000D\u0020-\u00FF]+)");

constexpr wire::Member as_context_key(wire::Member member) { return member.length(5, 256); }
constexpr wire::Member as_resource_name(wire::Member member) { return member.length(1, 2048); }

}  // namespace

using wire::member;
using wire::Shape;

const Shape& ContextEntry::shape() {
  using T = ContextEntry;
  static constexpr wire::Member kMembers[] = {
      as_context_key(member<&T::context_key_name>("ContextKeyName")),
      member<&T::context_key_values>("ContextKeyValues"),
      member<&T::context_key_type>("ContextKeyType").one_of(kContextKeyTypes),
  };
  static constexpr Shape kShape{"ContextEntry", kMembers};
  return kShape;
}

const Shape& SimulatePrincipalPolicyRequest::shape() {
  using T = SimulatePrincipalPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_source_arn>("PolicySourceArn").required()),
      member<&T::policy_input_list>("PolicyInputList").each(kPolicyDocument),
      member<&T::permissions_boundary_policy_input_list>("PermissionsBoundaryPolicyInputList")
          .each(kPolicyDocument),
      member<&T::action_names>("ActionNames").required().each(kActionName),
      member<&T::resource_arns>("ResourceArns").each(kResourceName),
      as_policy_document(member<&T::resource_policy>("ResourcePolicy")),
      as_resource_name(member<&T::resource_owner>("ResourceOwner")),
      as_resource_name(member<&T::caller_arn>("CallerArn")),
      member<&T::context_entries>("ContextEntries"),
      member<&T::resource_handling_option>("ResourceHandlingOption").length(1, 64),
      as_max_items(member<&T::max_items>("MaxItems")),
      as_marker(member<&T::marker>("Marker")),
  };
  static constexpr Shape kShape{"SimulatePrincipalPolicyRequest", kMembers};
  return kShape;
}

const Shape& SimulateCustomPolicyRequest::shape() {
  using T = SimulateCustomPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_input_list>("PolicyInputList").required().each(kPolicyDocument),
      member<&T::permissions_boundary_policy_input_list>("PermissionsBoundaryPolicyInputList")
          .each(kPolicyDocument),
      member<&T::action_names>("ActionNames").required().each(kActionName),
      member<&T::resource_arns>("ResourceArns").each(kResourceName),
      as_policy_document(member<&T::resource_policy>("ResourcePolicy")),
      as_resource_name(member<&T::resource_owner>("ResourceOwner")),
      as_resource_name(member<&T::caller_arn>("CallerArn")),
      member<&T::context_entries>("ContextEntries"),
      member<&T::resource_handling_option>("ResourceHandlingOption").length(1, 64),
      as_max_items(member<&T::max_items>("MaxItems")),
      as_marker(member<&T::marker>("Marker")),
  };
  static constexpr Shape kShape{"SimulateCustomPolicyRequest", kMembers};
  return kShape;
}

const Shape& Position::shape() {
  using T = Position;
  static constexpr wire::Member kMembers[] = {
      member<&T::line>("Line"),
      member<&T::column>("Column"),
  };
  static constexpr Shape kShape{"Position", kMembers};
  return kShape;
}

const Shape& MatchedStatement::shape() {
  using T = MatchedStatement;
  static constexpr wire::Member kMembers[] = {
      member<&T::source_policy_id>("SourcePolicyId"),
      member<&T::source_policy_type>("SourcePolicyType"),
      member<&T::start_position>("StartPosition"),
      member<&T::end_position>("EndPosition"),
  };
  static constexpr Shape kShape{"Statement", kMembers};
  return kShape;
}

const Shape& OrganizationsDecisionDetail::shape() {
  using T = OrganizationsDecisionDetail;
  static constexpr wire::Member kMembers[] = {
      member<&T::allowed_by_organizations>("AllowedByOrganizations"),
  };
  static constexpr Shape kShape{"OrganizationsDecisionDetail", kMembers};
  return kShape;
}

const Shape& PermissionsBoundaryDecisionDetail::shape() {
  using T = PermissionsBoundaryDecisionDetail;
  static constexpr wire::Member kMembers[] = {
      member<&T::allowed_by_permissions_boundary>("AllowedByPermissionsBoundary"),
  };
  static constexpr Shape kShape{"PermissionsBoundaryDecisionDetail", kMembers};
  return kShape;
}

const Shape& ResourceSpecificResult::shape() {
  using T = ResourceSpecificResult;
  static constexpr wire::Member kMembers[] = {
      member<&T::eval_resource_name>("EvalResourceName").required(),
      member<&T::eval_resource_decision>("EvalResourceDecision").required(),
      member<&T::matched_statements>("MatchedStatements"),
      member<&T::missing_context_values>("MissingContextValues"),
      member<&T::eval_decision_details>("EvalDecisionDetails"),
      member<&T::permissions_boundary_decision_detail>("PermissionsBoundaryDecisionDetail"),
  };
  static constexpr Shape kShape{"ResourceSpecificResult", kMembers};
  return kShape;
}

const Shape& EvaluationResult::shape() {
  using T = EvaluationResult;
  static constexpr wire::Member kMembers[] = {
      member<&T::eval_action_name>("EvalActionName").required(),
      member<&T::eval_resource_name>("EvalResourceName"),
      member<&T::eval_decision>("EvalDecision").required(),
      member<&T::matched_statements>("MatchedStatements"),
      member<&T::missing_context_values>("MissingContextValues"),
      member<&T::organizations_decision_detail>("OrganizationsDecisionDetail"),
      member<&T::permissions_boundary_decision_detail>("PermissionsBoundaryDecisionDetail"),
      member<&T::eval_decision_details>("EvalDecisionDetails"),
      member<&T::resource_specific_results>("ResourceSpecificResults"),
  };
  static constexpr Shape kShape{"EvaluationResult", kMembers};
  return kShape;
}

const Shape& SimulatePolicyResponse::shape() {
  using T = SimulatePolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::evaluation_results>("EvaluationResults"),
      member<&T::is_truncated>("IsTruncated"),
      member<&T::marker>("Marker"),
  };
  static constexpr Shape kShape{"SimulatePolicyResponse", kMembers};
  return kShape;
}

const Shape& GetContextKeysForCustomPolicyRequest::shape() {
  using T = GetContextKeysForCustomPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      member<&T::policy_input_list>("PolicyInputList").required().each(kPolicyDocument),
  };
  static constexpr Shape kShape{"GetContextKeysForCustomPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetContextKeysForPrincipalPolicyRequest::shape() {
  using T = GetContextKeysForPrincipalPolicyRequest;
  static constexpr wire::Member kMembers[] = {
      as_arn(member<&T::policy_source_arn>("PolicySourceArn").required()),
      member<&T::policy_input_list>("PolicyInputList").each(kPolicyDocument),
  };
  static constexpr Shape kShape{"GetContextKeysForPrincipalPolicyRequest", kMembers};
  return kShape;
}

const Shape& GetContextKeysForPolicyResponse::shape() {
  using T = GetContextKeysForPolicyResponse;
  static constexpr wire::Member kMembers[] = {
      member<&T::context_key_names>("ContextKeyNames"),
  };
  static constexpr Shape kShape{"GetContextKeysForPolicyResponse", kMembers};
  return kShape;
}

}  // namespace angarium::services::iam
