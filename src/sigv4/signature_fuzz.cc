// Bytes as a request, signed by us: by header and as a presigned URL. Whatever its path, query,
// headers and body, what sign() made verify() accepts, and no longer when the body has grown.
//
// First the target, then header lines "name:value", then an empty line and the body.
#include <cstdint>
#include <string>
#include <vector>

#include "base/assert.h"
#include "sigv4/canonical.h"
#include "sigv4/sign.h"
#include "sigv4/verify.h"

namespace angarium::sigv4 {

namespace {

const Signer kSigner{.access_key_id = "AKIDEXAMPLE",
                     .secret = "secret",
                     .session_token = "",
                     .region = "eu-west-1",
                     .service = "events"};

bool accepts(const Request& request, base::Time now) {
  auto authorization = parse_authorization(request);
  if (!authorization.ok()) return false;
  std::vector<base::Region> regions = {base::Region(kSigner.region)};
  SigningKeys keys;
  return verify(request, *authorization, kSigner.secret,
                {.now = now, .service = kSigner.service, .regions = regions}, keys)
      .ok();
}

// What the parser of HTTP would not let through, and what the signature itself is written in.
bool is_plain(std::string_view name, std::string_view value) {
  if (name.empty() || value.find_first_of({"\0\r", 2}) != std::string_view::npos) return false;
  for (char c : name) {
    bool token = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '-' || c == '_';
    if (!token) return false;
  }
  return !equals_ignoring_case(name.substr(0, 6), "x-amz-") &&
         !equals_ignoring_case(name, "authorization");
}

void check_header_form(const Request& request, base::Time now) {
  auto added = sign(request, kSigner, now);
  std::vector<Header> headers(request.headers.begin(), request.headers.end());
  for (const auto& [name, value] : added) headers.push_back({name, value});
  Request whole{request.method, request.target, headers, request.body};
  AG_ASSERT(accepts(whole, now));
  std::string longer = std::string(request.body) + "x";
  Request changed{request.method, request.target, headers, longer};
  AG_ASSERT(!accepts(changed, now));
}

void check_presigned_form(const Request& request, base::Time now) {
  std::string target = presign(request, kSigner, now, base::Seconds(60));
  AG_ASSERT(accepts({request.method, target, request.headers, request.body}, now));
  AG_ASSERT(!accepts({"PUT", target, request.headers, request.body}, now));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto line = [&rest] {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return text;
  };
  std::string target = "/" + std::string(line());
  if (target.find_first_of({"\0\r# ", 4}) != std::string::npos) return 0;
  if (percent_decode(target).find("X-Amz-") != std::string::npos) return 0;
  std::vector<Header> headers = {{"host", "localhost"}};
  for (std::string_view text = line(); !text.empty(); text = line()) {
    size_t colon = std::min(text.find(':'), text.size());
    std::string_view value = text.substr(std::min(colon + 1, text.size()));
    if (!is_plain(text.substr(0, colon), value)) return 0;
    headers.push_back({text.substr(0, colon), value});
    if (headers.size() > 90) return 0;  // kSignedHeadersMax is tested where it belongs
  }
  Request request{"POST", target, headers, rest};
  base::Time now = base::from_unix_ms(1'795'000'000'000);
  check_header_form(request, now);
  check_presigned_form(request, now);
  return 0;
}

}  // namespace angarium::sigv4
