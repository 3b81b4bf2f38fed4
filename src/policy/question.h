#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/request.h"

namespace angarium::policy {

// The name of a condition key, with what finding it quickly takes.
struct KeyName {
  KeyName() = default;
  explicit KeyName(std::string_view name);

  std::string text;  // as written
  uint64_t hash = 0;
};

// The fields of an ARN; the last one keeps its colons. `count` is less than 6 for what is no ARN.
struct ArnFields {
  explicit ArnFields(std::string_view arn);

  std::array<std::string_view, 6> field;
  size_t count = 0;

  bool is_arn() const { return count == 6 && field[0] == "arn"; }
};

// A Request made ready to be put to many statements. Refers to the Request, which must outlive it
// unchanged.
class Question {
 public:
  explicit Question(const Request& request);
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  const Principal& principal() const { return request_.principal; }
  PrincipalType type() const { return type_; }
  std::string_view action() const { return action_; }  // folded
  std::string_view resource() const { return request_.resource; }
  const ArnFields& resource_fields() const { return resource_fields_; }
  const base::AccountId& account() const { return request_.principal.account; }
  std::string_view owner() const { return owner_; }

  // The values of a key; none: it is absent.
  std::span<const std::string> values(const KeyName& key) const;

 private:
  struct Entry {
    uint64_t hash;
    std::string_view name;
    std::span<const std::string> values;
  };
  void add_derived(std::string_view name, const std::string& value);
  void derive_from_principal();

  const Request& request_;
  PrincipalType type_;
  std::string action_;
  ArnFields resource_fields_;
  std::string_view owner_;
  std::string user_name_, user_id_, resource_account_;  // values of derived keys
  std::vector<Entry> entries_;
};

}  // namespace angarium::policy
