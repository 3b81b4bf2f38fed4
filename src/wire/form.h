#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/error.h"

namespace angarium::wire {

// Percent-decodes; '+' is a space where `plus_is_space`. None when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// The parameters of an application/x-www-form-urlencoded text, decoded, sorted by name. Of several
// with one name the last counts. A plain value; views into it live as long as it does.
class Form {
 public:
  static constexpr size_t kParametersMax =
      50'000;  // ten thousand unknown ones are accepted in time

  struct Parameter {
    std::string name;
    std::string value;
  };

  static Result<Form> parse(std::string_view text);

  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  std::vector<Parameter> parameters_;
};

}  // namespace angarium::wire
