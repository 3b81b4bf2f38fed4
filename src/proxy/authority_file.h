#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "proxy/certificate_authority.h"

namespace angarium::proxy {

inline constexpr const char* kAuthorityKeyFile = "proxy-ca.key";          // key and certificate
inline constexpr const char* kAuthorityCertificateFile = "proxy-ca.pem";  // the certificate alone
// Less than this before its end a new authority takes the old one's place at start: clients must be
// told anyway, and better while the old certificate still works for those that run.
inline constexpr base::Seconds kRenewBefore{90LL * 86'400};

// The authority that is kept in `folder`, which exists; made there at the first start, and anew
// shortly before it ends. docs/formats/proxy.md has the files. kAuthority names the file at fault.
base::Result<CertificateAuthority> load_or_create_authority(const std::string& folder,
                                                            const base::Clock& clock,
                                                            base::Random& random);

}  // namespace angarium::proxy
