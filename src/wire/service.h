#pragma once

#include <span>
#include <string_view>

#include "base/assert.h"
#include "wire/operation.h"
#include "wire/violations.h"

namespace angarium::wire {

// What AWS calls a protocol, as far as it can be told apart before decoding; kDocument is none of
// AWS's but what comes by an Entrance.
enum class Protocol : uint8_t { kJson10, kJson11, kQuery, kDocument };

// A way in for senders that speak none of AWS's protocols and can't sign: one operation, found by
// the path of the request, whose input is read from a body as it came, and whose caller is named by
// HTTP's Basic scheme (basic_authenticator.h). Sent by POST or PUT, without a query.
struct Entrance {
  std::string_view before, after;  // of what the path leads to: "/buses/" NAME "/events"
  // Fills the row's input. `place` is what the path leads to, as it was sent.
  Result<void> (*read)(std::string_view place, std::string_view body, void* input);
};

// The static description of one service: all that a client can see of it. constexpr, no objects
// needed, so that documents and tests can be made from it alone.
struct ServiceTable {
  std::string_view name = {};           // ARN prefix, and prefix of its actions: "sqs"
  std::string_view signing_name = {};   // in the SigV4 scope
  std::string_view target_prefix = {};  // X-Amz-Target before the dot; empty: speaks no JSON
  Protocol json_protocol = Protocol::kJson11;
  std::string_view api_version = {};  // "2012-11-05"
  std::string_view
      query_namespace;  // xmlns of its answers; empty: does not speak the query protocol
  std::string_view error_prefix = {};  // of __type in JSON errors: "com.amazonaws.sqs#"
  // JSON errors carry x-amzn-query-error, for clients written against its query protocol.
  bool is_query_compatible = false;
  // Signed for us-east-1 whatever the client's region (sts, iam).
  bool is_global = false;
  std::span<const Operation> operations = {};
  // Turns what a request violated into this service's error; null: ValidationException, as most.
  Error (*invalid)(const Violations&) = nullptr;
  // The way to its one operation; null: its rows are called by AWS's protocols.
  const Entrance* entrance = nullptr;

  const Operation* find(std::string_view operation) const;
};

// A table and the object whose member functions its rows call. The object outlives the gateway.
class Service {
 public:
  template <class Api>
  Service(const ServiceTable& table, Api& api) : table_(&table), api_(&api) {
    for (const Operation& row : table.operations) {
      AG_ASSERT(row.api_type == &operation_detail::kApiTag<Api>);
    }
  }
  const ServiceTable& table() const { return *table_; }
  void* api() const { return api_; }

 private:
  const ServiceTable* table_;
  void* api_;
};

}  // namespace angarium::wire
