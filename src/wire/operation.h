#pragma once

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/task.h"
#include "wire/plan.h"
#include "wire/shape.h"

namespace angarium::wire {

// The output of operations that answer with an empty body.
struct NoOutput {
  static const Shape& shape();
};

// A plan without its type.
struct AnyPlan {
  std::vector<Check> checks;
  bool nothing_to_decide = false;
  std::shared_ptr<void> loaded;
};

// One row of a service's table. Static data; made by operation<>().
struct Operation {
  std::string_view name;
  const Shape& (*input)();
  const Shape& (*output)();
  const void* api_type;  // whose member functions these are
  std::shared_ptr<void> (*make_input)();
  std::shared_ptr<void> (*make_output)();  // for tests of the encoders: handlers make their own
  base::Task<Result<AnyPlan>> (*plan)(void* api, const RequestContext& request, const void* input);
  base::Task<Result<std::shared_ptr<const void>>> (*handle)(void* api,
                                                            const RequestContext& request,
                                                            void* input, void* loaded,
                                                            const Verdicts& verdicts);
  bool is_anonymous_allowed = false;

  // Unsigned requests reach the plan and the handler, too.
  constexpr Operation anonymous_allowed() const {
    Operation copy = *this;
    copy.is_anonymous_allowed = true;
    return copy;
  }
};

namespace operation_detail {

template <class T>
inline constexpr char kApiTag = 0;

// Takes Task<Result<T>> and Result<T> alike: what does not wait need not be a coroutine.
template <class T>
struct Returned;
template <class T>
struct Returned<Result<T>> {
  using Value = T;
  static constexpr bool kIsTask = false;
};
template <class T>
struct Returned<base::Task<Result<T>>> {
  using Value = T;
  static constexpr bool kIsTask = true;
};

template <class F>
struct PlanFunction;
template <class A, class R, class I>
struct PlanFunction<R (A::*)(const RequestContext&, const I&)> {
  using Api = A;
  using Input = I;
  using Return = Returned<R>;
};
template <class A, class R, class I>
struct PlanFunction<R (A::*)(const RequestContext&, const I&) const>
    : PlanFunction<R (A::*)(const RequestContext&, const I&)> {};

template <class F>
struct HandleFunction;
template <class A, class R, class I, class L>
struct HandleFunction<R (A::*)(Authorized<I, L>)> {
  using Api = A;
  using Input = I;
  using Loaded = L;
  using Return = Returned<R>;
};
template <class A, class R, class I, class L>
struct HandleFunction<R (A::*)(Authorized<I, L>) const>
    : HandleFunction<R (A::*)(Authorized<I, L>)> {};

template <class Loaded>
AnyPlan erase(Plan<Loaded> plan) {
  return {.checks = std::move(plan.checks()),
          .nothing_to_decide = plan.is_nothing_to_decide(),
          .loaded = std::make_shared<Loaded>(std::move(plan.loaded()))};
}

// The object that a row's functions are called on: the service's own, or the part of it that
// kPart, a member function of it, gives.
template <class Api, auto kPart>
struct Callee {
  using Service = Api;
  static Api& of(void* service) { return *static_cast<Api*>(service); }
};
template <class Api, class S, Api& (S::*kPart)()>
struct Callee<Api, kPart> {
  using Service = S;
  static Api& of(void* service) { return (static_cast<S*>(service)->*kPart)(); }
};

template <auto kPlanMember, auto kPart>
base::Task<Result<AnyPlan>> run_plan(void* api, const RequestContext& request, const void* input) {
  using Function = PlanFunction<decltype(kPlanMember)>;
  auto& typed_api = Callee<typename Function::Api, kPart>::of(api);
  auto& typed_input = *static_cast<const typename Function::Input*>(input);
  if constexpr (Function::Return::kIsTask) {
    auto plan = co_await (typed_api.*kPlanMember)(request, typed_input);
    if (!plan.ok()) co_return plan.error();
    co_return erase(std::move(*plan));
  } else {
    auto plan = (typed_api.*kPlanMember)(request, typed_input);
    if (!plan.ok()) co_return plan.error();
    co_return erase(std::move(*plan));
  }
}

template <auto kHandleMember, auto kPart>
base::Task<Result<std::shared_ptr<const void>>> run_handle(void* api, const RequestContext& request,
                                                           void* input, void* loaded,
                                                           const Verdicts& verdicts) {
  using Function = HandleFunction<decltype(kHandleMember)>;
  using Output = typename Function::Return::Value;
  auto& typed_api = Callee<typename Function::Api, kPart>::of(api);
  Authorized<typename Function::Input, typename Function::Loaded> authorized(
      request, *static_cast<typename Function::Input*>(input),
      *static_cast<typename Function::Loaded*>(loaded), verdicts);
  if constexpr (Function::Return::kIsTask) {
    auto output = co_await (typed_api.*kHandleMember)(authorized);
    if (!output.ok()) co_return output.error();
    co_return std::make_shared<const Output>(std::move(*output));
  } else {
    auto output = (typed_api.*kHandleMember)(authorized);
    if (!output.ok()) co_return output.error();
    co_return std::make_shared<const Output>(std::move(*output));
  }
}

}  // namespace operation_detail

// A row: operation<&Api::plan_send_message, &Api::send_message>("SendMessage"), where
//
//   wire::Result<wire::Plan<Loaded>> plan_send_message(const RequestContext&, const Input&);
//   wire::Result<Output> send_message(wire::Authorized<Input, Loaded>);
//
// either of which may also return a base::Task of that and may be const. There is no row without a
// plan. Of a service in several parts, operation<&Part::plan_x, &Part::x, &Api::part>("X") has
// them in the part that `Part& Api::part()` gives.
template <auto kPlanMember, auto kHandleMember, auto kPart = nullptr>
constexpr Operation operation(std::string_view name) {
  using PlanSide = operation_detail::PlanFunction<decltype(kPlanMember)>;
  using HandleSide = operation_detail::HandleFunction<decltype(kHandleMember)>;
  using Input = typename PlanSide::Input;
  using Output = typename HandleSide::Return::Value;
  static_assert(std::is_same_v<typename PlanSide::Api, typename HandleSide::Api>);
  static_assert(std::is_same_v<Input, typename HandleSide::Input>,
                "the plan and the handler take the same input");
  static_assert(std::is_same_v<typename PlanSide::Return::Value, Plan<typename HandleSide::Loaded>>,
                "the handler receives what the plan loaded");
  return {.name = name,
          .input = &Input::shape,
          .output = &Output::shape,
          .api_type = &operation_detail::kApiTag<
              typename operation_detail::Callee<typename PlanSide::Api, kPart>::Service>,
          .make_input = []() -> std::shared_ptr<void> { return std::make_shared<Input>(); },
          .make_output = []() -> std::shared_ptr<void> { return std::make_shared<Output>(); },
          .plan = &operation_detail::run_plan<kPlanMember, kPart>,
          .handle = &operation_detail::run_handle<kHandleMember, kPart>};
}

}  // namespace angarium::wire
