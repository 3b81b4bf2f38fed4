#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

// Structures that requests about buses, rules and targets have in common.
namespace angarium::services::events {

struct Tag {
  std::string key = {};
  std::string value = {};
  static const wire::Shape& shape();
  friend bool operator==(const Tag&, const Tag&) = default;
};

struct DeadLetterConfig {
  std::optional<std::string> arn = {};
  static const wire::Shape& shape();
  friend bool operator==(const DeadLetterConfig&, const DeadLetterConfig&) = default;
};

struct LogConfig {
  std::optional<std::string> include_detail = {};
  std::optional<std::string> level = {};
  static const wire::Shape& shape();
  friend bool operator==(const LogConfig&, const LogConfig&) = default;
};

}  // namespace angarium::services::events
