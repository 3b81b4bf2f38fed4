#pragma once

#include <string>
#include <string_view>

#include "services/sqs/message.h"

namespace angarium::services::sqs {

// The MD5 sums by which SDKs check that a message travelled whole; 32 lower-case hex digits. No
// security rests on them.
std::string md5_of_body(std::string_view body);
// What deduplicates by content: over the body, not the attributes.
std::string sha256_of_body(std::string_view body);

// Empty for no attributes. The sum runs over, for each attribute in the order of names: length and
// bytes of the name, of the type, a byte that tells text (1) from bytes (2), length and bytes of
// the value; lengths as four bytes, big end first. Source: SQS developer guide, "Calculating the
// MD5 message digest for message attributes".
std::string md5_of_attributes(const MessageAttributes& attributes);

}  // namespace angarium::services::sqs
