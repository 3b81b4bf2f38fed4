#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "wire/error.h"

namespace angarium::services::sqs {

// A typed value that a sender puts beside the body. A plain value.
struct MessageAttribute {
  std::string data_type;  // String, Number or Binary, perhaps with a label: "Number.int"
  std::string value;      // text, or bytes for Binary

  bool is_binary() const { return data_type.starts_with("Binary"); }
  friend bool operator==(const MessageAttribute&, const MessageAttribute&) = default;
};

using MessageAttributes = std::map<std::string, MessageAttribute>;

// What a sender sends. A plain value.
struct MessageContent {
  std::string body;
  MessageAttributes attributes = {};
  std::string trace_header = {};  // AWSTraceHeader, the only system attribute that can be sent
  std::string sender_id = {};     // aws:userid of the sender, or a service's name
  std::string group_id = {};      // MessageGroupId; empty: none
  std::string deduplication_id = {};
  std::string md5 = {};  // of the body, as the API shows it; empty: not computed yet
};

inline constexpr size_t kMessageAttributesMax = 10;  // API reference, SendMessage

// The bytes that count against MaximumMessageSize: the body and each attribute's name, type and
// value.
int64_t message_size_bytes(const MessageContent& content);

// Size, characters, names and types: all that SendMessage refuses. `size_bytes_max` is the queue's.
wire::Result<void> check_message(const MessageContent& content, int64_t size_bytes_max);

// Whether SQS takes the text: #x9 #xA #xD and all of Unicode from #x20 on but the surrogates,
// #xFFFE and #xFFFF (XML 1.0, "Char"). Gives the first character that it doesn't take.
std::optional<char32_t> find_invalid_character(std::string_view text);
// Each that it doesn't take, and each byte that is not UTF-8, as a question mark.
std::string with_valid_characters(std::string_view text);

}  // namespace angarium::services::sqs
