#include <fmt/format.h>

#include "policy/context_keys.h"
#include "services/iam/api.h"
#include "services/iam/entity_checks.h"
#include "services/iam/pages.h"
#include "services/iam/quotas.h"
#include "services/iam/simulation_inputs.h"

// What would be decided: the simulator, and what it must be told.
namespace angarium::services::iam {
namespace {

wire::Error no_such(const PolicySource& source) {
  if (source.kind == "user") return no_such_user(source.name);
  if (source.kind == "group") return no_such_group(source.name);
  return no_such_role(source.name);
}

// What both operations have in common, once the identity policies and the caller are there.
template <class Input>
wire::Result<void> read_rest(const Input& input, const std::vector<std::string>& resources,
                             Simulation& simulation) {
  AG_CHECK(check_actions(input.action_names));
  AG_CHECK(check_scenario(input.resource_handling_option, resources));
  AG_CHECK(set_boundary(input.permissions_boundary_policy_input_list, simulation));
  AG_CHECK(set_resource_policy(input.resource_policy, input.resource_owner, resources, simulation));
  AG_CHECK(set_context(input.context_entries, simulation));
  simulation.asked_keys = asked_keys(simulation);
  return {};
}

// One item of a page: an action, by its place in the request.
struct Turn {
  std::string position = {};
  const std::string* action = nullptr;
};

std::vector<Turn> turns_of(const std::vector<std::string>& actions) {
  std::vector<Turn> turns;
  for (size_t i = 0; i < actions.size(); ++i) {
    turns.push_back({fmt::format("{:08}", i), &actions[i]});
  }
  return turns;
}

// A page with no more actions than MaxItems, nor than kSimulatedBytesMax has room for (API
// reference, SimulatePolicyResponse: fewer results than MaxItems may come even when there are
// more).
template <class Input>
wire::Result<SimulatePolicyResponse> page_of_results(const wire::RequestContext& request,
                                                     const wire::PageTokens& tokens,
                                                     const Input& input,
                                                     const std::vector<std::string>& resources,
                                                     const Simulation& simulation) {
  const size_t bytes_of_one = simulation.policy_bytes() + kSimulatedAnswerBytes;
  const size_t bytes_of_action = bytes_of_one * resources.size();
  if (bytes_of_action > kSimulatedBytesMax) {
    return invalid_input(
        fmt::format("Too much for one simulation: name at most {} resources with these policies.",
                    kSimulatedBytesMax / bytes_of_one));
  }
  struct Wanted {
    std::optional<std::string> marker = {};
    std::optional<int32_t> max_items = {};
  };
  const size_t room = kSimulatedBytesMax / bytes_of_action;
  const size_t most =
      std::min(room, input.max_items ? static_cast<size_t>(*input.max_items) : kItemsDefault);
  const Wanted wanted{input.marker, static_cast<int32_t>(most)};
  const std::string scope =
      wire::PageTokens::scope(request, {fmt::format("{}", fmt::join(input.action_names, ",")),
                                        fmt::format("{}", fmt::join(resources, ","))});
  AG_TRY(page, page_of(turns_of(input.action_names), wanted, tokens, scope,
                       [](const Turn& turn) { return turn.position; }));
  SimulatePolicyResponse response{.evaluation_results = std::vector<EvaluationResult>()};
  for (const Turn& turn : page.items) {
    response.evaluation_results->push_back(simulate(simulation, *turn.action, resources));
  }
  page.finish(response);
  return response;
}

// In the order of their names, each once, as AWS lists them.
GetContextKeysForPolicyResponse shown_keys(const Simulation& simulation) {
  std::vector<std::string> keys = asked_keys(simulation);
  std::sort(keys.begin(), keys.end());
  return {.context_key_names = std::move(keys)};
}

void append(std::vector<SimulatedPolicy> more, std::vector<SimulatedPolicy>& policies) {
  policies.insert(policies.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

}  // namespace

wire::Result<SimulatePolicyResponse> Api::simulate_principal_policy(
    SourceCall<SimulatePrincipalPolicyRequest> call) {
  const SimulatePrincipalPolicyRequest& input = call.input();
  const PolicySource& source = call.loaded();
  const base::AccountId& account = call.request().caller.account;
  if (!source.is_found()) return no_such(source);
  Simulation simulation{.identity = policies_of(directory(), source),
                        .boundary = boundary_of(directory(), source)};
  if (input.policy_input_list) {
    AG_TRY(given, given_policies(*input.policy_input_list, "PolicyInputList"));
    append(std::move(given), simulation.identity);
  }
  set_caller(&source, account, simulation);
  if (input.caller_arn) {
    AG_CHECK(set_caller(directory(), account, *input.caller_arn, simulation));
  }
  AG_TRY(resources, simulated_resources(input.resource_arns));
  AG_CHECK(read_rest(input, resources, simulation));
  return page_of_results(call.request(), dependencies_.page_tokens, input, resources, simulation);
}

wire::Result<SimulatePolicyResponse> Api::simulate_custom_policy(
    AccountCall<SimulateCustomPolicyRequest> call) {
  const SimulateCustomPolicyRequest& input = call.input();
  const base::AccountId& account = call.request().caller.account;
  AG_TRY(given, given_policies(input.policy_input_list, "PolicyInputList"));
  Simulation simulation{.identity = std::move(given)};
  set_caller(nullptr, account, simulation);
  if (input.caller_arn) {
    AG_CHECK(set_caller(directory(), account, *input.caller_arn, simulation));
  }
  AG_TRY(resources, simulated_resources(input.resource_arns));
  AG_CHECK(read_rest(input, resources, simulation));
  return page_of_results(call.request(), dependencies_.page_tokens, input, resources, simulation);
}

wire::Result<GetContextKeysForPolicyResponse> Api::get_context_keys_for_custom_policy(
    AccountCall<GetContextKeysForCustomPolicyRequest> call) {
  AG_TRY(given, given_policies(call.input().policy_input_list, "PolicyInputList"));
  return shown_keys({.identity = std::move(given)});
}

wire::Result<GetContextKeysForPolicyResponse> Api::get_context_keys_for_principal_policy(
    SourceCall<GetContextKeysForPrincipalPolicyRequest> call) {
  const PolicySource& source = call.loaded();
  if (!source.is_found()) return no_such(source);
  Simulation simulation{.identity = policies_of(directory(), source)};
  if (call.input().policy_input_list) {
    AG_TRY(given, given_policies(*call.input().policy_input_list, "PolicyInputList"));
    append(std::move(given), simulation.identity);
  }
  return shown_keys(simulation);
}

}  // namespace angarium::services::iam
