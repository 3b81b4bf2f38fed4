#pragma once

#include <compare>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace angarium::base {

// A string that is one kind of name and can't be mistaken for another. `Tag` tells kinds apart.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  explicit Id(std::string_view text) : text_(text) {}
  explicit Id(const char* text) : text_(text) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend auto operator<=>(const Id&, const Id&) = default;
  template <class H>
  friend H AbslHashValue(H state, const Id& id) {
    return H::combine(std::move(state), id.text_);
  }
  friend std::ostream& operator<<(std::ostream& out, const Id& id) { return out << id.text_; }

 private:
  std::string text_;
};

using AccountId = Id<struct AccountTag>;  // twelve digits
using Region = Id<struct RegionTag>;      // "eu-west-1"

bool is_account_id(std::string_view text);  // exactly twelve ASCII digits

// Where every dev-mode caller lands whose access key is not itself an account id.
inline const char* const kDevAccount = "000000000000";

}  // namespace angarium::base

template <class Tag>
struct std::hash<angarium::base::Id<Tag>> {
  size_t operator()(const angarium::base::Id<Tag>& id) const {
    return std::hash<std::string>{}(id.text());
  }
};
