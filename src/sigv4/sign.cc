#include "sigv4/sign.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/percent.h"
#include "sigv4/canonical.h"
#include "sigv4/signing_key.h"

namespace angarium::sigv4 {
namespace {

std::vector<std::string> names_of(std::span<const Header> headers) {
  std::vector<std::string> names;
  for (const Header& header : headers) {
    std::string& name = names.emplace_back(header.name);
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string scope_of(const Signer& signer, std::string_view time) {
  return fmt::format("{}/{}/{}/{}", time.substr(0, 8), signer.region, signer.service, kTerminator);
}

std::string signature_of(const Request& request, const Signer& signer, std::string_view time,
                         std::span<const std::string> signed_headers) {
  std::string canonical = canonical_request(request, canonical_query(query_of(request.target)),
                                            signed_headers, hex(sha256(request.body)));
  Digest key = derive_signing_key(signer.secret, time.substr(0, 8), signer.region, signer.service);
  return hex(hmac_sha256(as_text(key), string_to_sign(time, scope_of(signer, time), canonical)));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> sign(const Request& request, const Signer& signer,
                                                      base::Time time) {
  std::string time_text = base::format_basic(time);
  std::vector<std::pair<std::string, std::string>> added = {{"X-Amz-Date", time_text}};
  if (!signer.session_token.empty()) {
    added.emplace_back("X-Amz-Security-Token", signer.session_token);
  }
  std::vector<Header> headers(request.headers.begin(), request.headers.end());
  for (const auto& [name, value] : added) headers.push_back({name, value});
  Request complete = request;
  complete.headers = headers;
  std::vector<std::string> names = names_of(headers);
  added.emplace_back(
      "Authorization",
      fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                  signer.access_key_id, scope_of(signer, time_text), fmt::join(names, ";"),
                  signature_of(complete, signer, time_text, names)));
  return added;
}

std::string presign(const Request& request, const Signer& signer, base::Time time,
                    base::Seconds expires) {
  std::string time_text = base::format_basic(time);
  std::vector<std::string> names = names_of(request.headers);
  std::string credential = signer.access_key_id + "/" + scope_of(signer, time_text);
  std::string target = fmt::format(
      "{}{}X-Amz-Algorithm={}&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={}"
      "&X-Amz-SignedHeaders={}",
      request.target, request.target.find('?') == std::string_view::npos ? "?" : "&", kAlgorithm,
      base::percent_encode(credential), time_text, expires.count(),
      base::percent_encode(fmt::format("{}", fmt::join(names, ";"))));
  if (!signer.session_token.empty()) {
    target += "&X-Amz-Security-Token=" + base::percent_encode(signer.session_token);
  }
  Request complete = request;
  complete.target = target;
  return target + "&X-Amz-Signature=" + signature_of(complete, signer, time_text, names);
}

}  // namespace angarium::sigv4
