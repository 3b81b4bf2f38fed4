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

  // `data_directory`: what the command takes to find this server; empty: it can't be asked. All
  // others outlive it.
  DenialLog(wire::Authorizer& next, const base::Clock& clock, std::string data_directory)
      : next_(next), clock_(clock), data_directory_(std::move(data_directory)) {}

  wire::Decision decide(const wire::RequestContext& request, const wire::Check& check) override;
  wire::Decision decide(const wire::ServiceCall& call, const wire::Check& check) override;

 private:
  void note(const std::string& who, const wire::Check& check, const wire::ConditionKeys& more,
            const std::string& reason);
  // Whether a line may be written now; if so, how many were not since the last one.
  std::optional<size_t> admit();

  wire::Authorizer& next_;
  const base::Clock& clock_;
  const std::string data_directory_;

  base::Mutex mutex_;
  base::Time stretch_begin_ AG_GUARDED_BY(mutex_) = {};
  size_t lines_ AG_GUARDED_BY(mutex_) = 0;
  size_t unshown_ AG_GUARDED_BY(mutex_) = 0;
};

// The command that explains a denial, for a POSIX shell; in a line of its own and without control
// characters, whatever the words hold.
std::string explain_command(const std::string& data_directory, const std::string& who,
                            const wire::Check& check, const wire::ConditionKeys& more);

}  // namespace angarium::server
