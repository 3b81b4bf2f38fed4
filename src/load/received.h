#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace angarium::load {

// The body of the DeleteMessageBatch for what a ReceiveMessage answered; empty for no messages.
// `see` gets the body of each message.
std::string delete_body(std::string_view queue_url, std::string_view answer,
                        const std::function<void(std::string_view)>& see);

}  // namespace angarium::load
