#pragma once

#include <string>
#include <string_view>

namespace angarium::cli {

// What a tenant wrote, for a terminal: control characters become `\x1b` and the like, so that no
// event moves the cursor or hides a line. What takes more than `bytes_max` ends in "...".
std::string shown(std::string_view text, size_t bytes_max = 200);

// The end of an ARN, as people call the thing: "sqs:orders", "event-bus/inbox of 444455556666" when
// its account is another one than `account`. What is no ARN stays as it is.
std::string short_arn(std::string_view arn, std::string_view account);

}  // namespace angarium::cli
