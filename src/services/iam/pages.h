#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/entities.h"
#include "services/iam/errors.h"
#include "wire/page_token.h"

namespace angarium::services::iam {

// A page of a list that is sorted by what `name_of` says of its items.
template <class T>
struct Page {
  std::vector<T> items = {};
  bool is_truncated = false;
  std::optional<std::string> marker = {};

  // Tells the answer how it goes on; all of IAM's lists have these members.
  template <class Response>
  void finish(Response& response) const {
    response.is_truncated = is_truncated;
    response.marker = marker;
  }
};

inline constexpr size_t kItemsDefault = 100;  // API reference: "If you do not include this..."

// What of `all` (sorted by `name_of`) comes after the marker of `input`, at most MaxItems.
// `arguments` are those that must be the same in the next call.
template <class T, class Input, class NameOf>
wire::Result<Page<T>> page_of(std::vector<T> all, const Input& input,
                              const wire::PageTokens& tokens, const std::string& scope,
                              NameOf name_of) {
  auto begin = all.begin();
  if (input.marker) {
    std::optional<std::string> position = tokens.open(scope, *input.marker);
    if (!position) return validation_error("Invalid Marker: use the Marker of an earlier answer");
    begin = std::find_if(all.begin(), all.end(),
                         [&](const T& item) { return name_of(item) > *position; });
  }
  const auto left = static_cast<size_t>(all.end() - begin);
  const size_t most = input.max_items ? static_cast<size_t>(*input.max_items) : kItemsDefault;
  Page<T> page;
  page.is_truncated = left > most;
  auto end = begin + static_cast<std::ptrdiff_t>(std::min(left, most));
  page.items.assign(std::make_move_iterator(begin), std::make_move_iterator(end));
  if (page.is_truncated) page.marker = tokens.issue(scope, name_of(page.items.back()));
  return page;
}

// What of `all`, as the Directory lists it, has a path that begins with PathPrefix.
template <class T, class Input>
wire::Result<Page<std::shared_ptr<const T>>> page_below(std::vector<std::shared_ptr<const T>> all,
                                                        const Input& input,
                                                        const wire::RequestContext& request,
                                                        const wire::PageTokens& tokens) {
  const std::string prefix = input.path_prefix.value_or("/");
  std::erase_if(all, [&](const auto& one) { return !one->path.starts_with(prefix); });
  return page_of(std::move(all), input, tokens, wire::PageTokens::scope(request, {prefix}),
                 [](const auto& one) { return identity::folded(one->name); });
}

}  // namespace angarium::services::iam
