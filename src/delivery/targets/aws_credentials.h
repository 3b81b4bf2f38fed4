#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/executor.h"
#include "base/result.h"
#include "base/snapshot.h"

namespace angarium::delivery::targets {

// What calls are signed with. A secret: never logged, never shown.
struct AwsCredentials {
  std::string access_key_id = {};
  std::string secret = {};
  std::string session_token = {};  // empty: none
};

// One profile of a credentials file as the AWS CLI keeps it ("~/.aws/credentials"). kCredentials
// says what is missing, without any value.
base::Result<AwsCredentials> parse_credentials(std::string_view text, std::string_view profile);

// Where an endpoint's credentials come from: fixed ones, or a profile of a file, which is read
// again when it was last read a minute ago: whoever renews temporary credentials writes it. Thread
// safe.
class CredentialSource {
 public:
  static constexpr base::Seconds kReadEvery{60};
  static constexpr size_t kFileBytesMax = 1 << 20;

  explicit CredentialSource(AwsCredentials fixed);
  // kCredentials when the file can't be read or lacks the profile.
  static base::Result<std::shared_ptr<CredentialSource>> open(std::string path, std::string profile,
                                                              base::Instant now);

  // May read the file: not on a thread that serves connections. When it can't be read any more, the
  // last credentials stay.
  AwsCredentials current(base::Instant now);

 private:
  struct Known {
    AwsCredentials credentials;
    base::Instant read;
  };
  CredentialSource(std::string path, std::string profile, Known known);
  base::Result<AwsCredentials> read() const;

  const std::string path_;  // empty: fixed
  const std::string profile_;
  base::Snapshot<Known> known_;
};

}  // namespace angarium::delivery::targets
