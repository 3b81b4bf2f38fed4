#pragma once

#include <map>
#include <utility>
#include <vector>

#include "wire/authorizer.h"
#include "wire/error.h"
#include "wire/request_context.h"

namespace angarium::wire {

// What a plan that loads nothing hands on.
struct Nothing {};

// What must be allowed before an operation runs, and the records that were loaded to find out. The
// handler gets `loaded` back and commits on the revisions it saw.
template <class Loaded = Nothing>
class Plan {
 public:
  // At least one check; the gateway answers InternalFailure to a plan without.
  explicit Plan(std::vector<Check> checks, Loaded loaded = {})
      : checks_(std::move(checks)), loaded_(std::move(loaded)) {}
  explicit Plan(Check check, Loaded loaded = {}) : loaded_(std::move(loaded)) {
    checks_.push_back(std::move(check));
  }
  // For the few calls that can't be denied (sts:GetCallerIdentity) and for requests that name
  // nothing to decide on and whose handler only reports that (PutEvents where each entry is
  // malformed).
  static Plan nothing_to_decide(Loaded loaded = {}) {
    Plan plan(std::vector<Check>(), std::move(loaded));
    plan.nothing_to_decide_ = true;
    return plan;
  }

  std::vector<Check>& checks() { return checks_; }
  Loaded& loaded() { return loaded_; }
  bool is_nothing_to_decide() const { return nothing_to_decide_; }

 private:
  std::vector<Check> checks_;
  Loaded loaded_;
  bool nothing_to_decide_ = false;
};

// The verdicts of one call. Only the gateway makes one, which is what keeps every handler behind
// it.
class Verdicts {
 public:
  const std::map<size_t, Error>& denied_entries() const { return denied_entries_; }
  // Has one more check of the same request decided, as things are at `now`.
  Result<void> ask(RequestContext request, const Check& check, base::Time now) const;

 private:
  friend class Gatekeeper;
  explicit Verdicts(Authorizer& authorizer) : authorizer_(&authorizer) {}
  Authorizer* authorizer_;
  std::map<size_t, Error> denied_entries_;
};

// An operation that may run: request, input, what the plan loaded, and which entries were denied.
// Valid while the handler runs.
template <class Input, class Loaded = Nothing>
class Authorized {
 public:
  Authorized(const RequestContext& request, Input& input, Loaded& loaded, const Verdicts& verdicts)
      : request_(&request), input_(&input), loaded_(&loaded), verdicts_(&verdicts) {}

  const RequestContext& request() const { return *request_; }
  Input& input() const { return *input_; }  // the handler's own: may be moved from
  Loaded& loaded() const { return *loaded_; }
  // Why entry `index` may not be carried out; null when it may.
  const Error* denied(size_t index) const {
    auto found = verdicts_->denied_entries().find(index);
    return found == verdicts_->denied_entries().end() ? nullptr : &found->second;
  }
  // For calls that wait: whether the caller may still do what `check` says. AccessDenied.
  Result<void> ask(const Check& check, base::Time now) const {
    return verdicts_->ask(*request_, check, now);
  }

 private:
  const RequestContext* request_;
  Input* input_;
  Loaded* loaded_;
  const Verdicts* verdicts_;
};

}  // namespace angarium::wire
