// Bytes as a request: first line the target, then header lines "name:value", then the body.
// Whatever they are, parsing and verifying them ends in a Result.
#include <cstdint>
#include <vector>

#include "sigv4/verify.h"

namespace base = angarium::base;
namespace sigv4 = angarium::sigv4;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto line = [&rest] {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return text;
  };
  std::string_view target = line();
  std::vector<sigv4::Header> headers;
  for (std::string_view text = line(); !text.empty(); text = line()) {
    size_t colon = std::min(text.find(':'), text.size());
    headers.push_back({text.substr(0, colon), text.substr(std::min(colon + 1, text.size()))});
  }
  sigv4::Request request{"POST", target, headers, rest};
  auto authorization = sigv4::parse_authorization(request);
  if (!authorization.ok()) return 0;
  std::vector<base::Region> regions = {base::Region(authorization->region)};
  sigv4::SigningKeys keys;
  static_cast<void>(sigv4::verify(
      request, *authorization, "secret",
      {.now = authorization->time, .service = authorization->service, .regions = regions}, keys));
  return 0;
}
