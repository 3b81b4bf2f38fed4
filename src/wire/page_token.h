#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "wire/request_context.h"

namespace angarium::wire {

// Makes and reads pagination tokens: a position in a list, bound by a keyed hash to the call that
// may go on from there, so that a client can neither forge one nor use it on another list.
//
// A token is base64url of: version (1 byte), the first 16 bytes of HMAC-SHA256(key, version, scope,
// position), the position. The position is not secret. Immutable; thread safe.
class PageTokens {
 public:
  static constexpr size_t kTokenCharactersMax = 2'048;  // EventBridge's longest NextToken

  // `key`: 32 random bytes that live as long as tokens should, kept with the store.
  explicit PageTokens(std::string key) : key_(std::move(key)) {}

  // What a token belongs to: the caller's account, region, operation, and those arguments that must
  // be the same in the next call (not the page size).
  static std::string scope(const RequestContext& request,
                           std::initializer_list<std::string_view> arguments);

  std::string issue(std::string_view scope, std::string_view position) const;
  // The position; none when this server did not issue the token for that scope.
  std::optional<std::string> open(std::string_view scope, std::string_view token) const;

 private:
  std::string mac(std::string_view scope, std::string_view position) const;

  const std::string key_;
};

}  // namespace angarium::wire
