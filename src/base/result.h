#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace angarium::base {

// The set of codes of one module: its name, and the name of each code. One static object per
// module; its address is its identity.
struct ErrorDomain {
  std::string_view name;
  std::string_view (*code_name)(int code);
};

// An enum is an error code when `const ErrorDomain& error_domain(E)` can be found beside it.
template <class E>
concept ErrorEnum = std::is_enum_v<E> && requires(E code) {
  { error_domain(code) } -> std::same_as<const ErrorDomain&>;
};

// What went wrong: a closed code of one module, and one line for a person that names the input in
// backticks and leaks no internals. A plain value; safe to copy between threads.
class Error {
 public:
  template <ErrorEnum E>
  Error(E code, std::string message)
      : domain_(&error_domain(code)), code_(static_cast<int>(code)), message_(std::move(message)) {}

  template <ErrorEnum E>
  bool is(E code) const {
    return domain_ == &error_domain(code) && code_ == static_cast<int>(code);
  }

  const ErrorDomain& domain() const { return *domain_; }
  int code() const { return code_; }
  std::string_view code_name() const { return domain_->code_name(code_); }
  const std::string& message() const { return message_; }

 private:
  const ErrorDomain* domain_;
  int code_;
  std::string message_;
};

// A value, or the reason why there is none. Dropping one without a look is a compile error.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  // Implicit, so that a function can return what went wrong as it is.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}

  const Error& error() const { return tl::expected<T, Error>::error(); }
  bool ok() const { return this->has_value(); }
};

}  // namespace angarium::base

#define AG_CONCAT_INNER(a, b) a##b
#define AG_CONCAT(a, b) AG_CONCAT_INNER(a, b)

// AG_TRY(name, expression): evaluates a Result; returns its error, or binds its value to `name`.
#define AG_TRY(name, ...)                            \
  auto AG_CONCAT(ag_try_, __LINE__) = (__VA_ARGS__); \
  if (!AG_CONCAT(ag_try_, __LINE__).ok()) {          \
    return AG_CONCAT(ag_try_, __LINE__).error();     \
  }                                                  \
  auto name = std::move(*AG_CONCAT(ag_try_, __LINE__))

// AG_CHECK(expression): the same for a Result<void>.
#define AG_CHECK(...)                            \
  do {                                           \
    auto ag_check = (__VA_ARGS__);               \
    if (!ag_check.ok()) return ag_check.error(); \
  } while (false)

// The same inside a coroutine; the expression is the Task to await.
#define AG_CO_TRY(name, ...)                                  \
  auto AG_CONCAT(ag_try_, __LINE__) = co_await (__VA_ARGS__); \
  if (!AG_CONCAT(ag_try_, __LINE__).ok()) {                   \
    co_return AG_CONCAT(ag_try_, __LINE__).error();           \
  }                                                           \
  auto name = std::move(*AG_CONCAT(ag_try_, __LINE__))

#define AG_CO_CHECK(...)                            \
  do {                                              \
    auto ag_check = co_await (__VA_ARGS__);         \
    if (!ag_check.ok()) co_return ag_check.error(); \
  } while (false)
