#pragma once

#include <string>

#include "base/clock.h"
#include "base/mutex.h"
#include "wire/authorizer.h"

namespace angarium::server {

// Passes every question on, and writes denials to the log with the command that explains them,
// ready to be pasted: what a denied caller hears says little, and a foreign one must not hear more.
// Never logs what a caller has to prove it knows (sts:ExternalId). Thread safe.
class DenialLog final : public wire::Authorizer {
 public:
  // A client that tries again and again must not fill the disk: so many lines in a stretch of so
  // long, the rest counted.
  static constexpr size_t kLinesMax = 20;
  static constexpr base::Seconds kStretch{10};

  // All outlive it.
  DenialLog(wire::Authorizer& next, const base::Clock& clock) : next_(next), clock_(clock) {}

  // The words of the command that say which server it is. Until they are known, and where nobody
  // can be asked, no command is written.
  void is_found_by(std::vector<std::string> options);

  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override;
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override;

 private:
  void note(const std::string& who, const wire::Check& check, const wire::ConditionKeys& more,
            const std::vector<std::string>& session_policies, const std::string& reason);
  // Whether a line may be written now; if so, how many were not since the last one.
  std::optional<size_t> admit(std::vector<std::string>& options);

  wire::Authorizer& next_;
  const base::Clock& clock_;

  base::Mutex mutex_;
  std::vector<std::string> options_ AG_GUARDED_BY(mutex_);
  base::Time stretch_begin_ AG_GUARDED_BY(mutex_) = {};
  size_t lines_ AG_GUARDED_BY(mutex_) = 0;
  size_t unshown_ AG_GUARDED_BY(mutex_) = 0;
};

// The command that explains a denial, for a POSIX shell; in a line of its own and without control
// characters, whatever the words hold. `session_policies` are documents and ARNs.
std::string explain_command(const std::vector<std::string>& server_options, const std::string& who,
                            const wire::Check& check, const wire::ConditionKeys& more,
                            const std::vector<std::string>& session_policies = {});

}  // namespace angarium::server
