#include "services/sqs/fifo.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/sqs/digest.h"
#include "services/sqs/errors.h"
#include "store/key.h"

namespace angarium::services::sqs {
namespace {

constexpr size_t kIdMax = 128;  // API reference, SendMessage
constexpr std::string_view kFifoQueue = "FifoQueue";
constexpr std::string_view kContentBased = "ContentBasedDeduplication";
constexpr std::string_view kScope = "DeduplicationScope";
constexpr std::string_view kLimit = "FifoThroughputLimit";

// Letters, digits and punctuation: all of ASCII that prints, but the space.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kIdMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

wire::Result<void> check_id(const std::optional<std::string>& id, std::string_view parameter) {
  if (!id || is_id(*id)) return {};
  return invalid_parameter_value(
      *id, parameter,
      fmt::format("{} can only include alphanumeric and punctuation characters. 1 to 128 in "
                  "length.",
                  parameter));
}

// One of two words.
wire::Result<bool> is_second(std::string_view name, std::string_view value, std::string_view first,
                             std::string_view second) {
  if (value == second) return true;
  if (value == first) return false;
  return invalid_attribute_value(name);
}

}  // namespace

wire::Result<void> check_queue_type(const QueueName& name,
                                    const std::map<std::string, std::string>& attributes) {
  auto given = attributes.find(std::string(kFifoQueue));
  const bool wants_fifo = given != attributes.end() && given->second == "true";
  if (is_fifo(name) && !wants_fifo) return invalid_queue_name();
  if (wants_fifo && !is_fifo(name)) return invalid_fifo_queue_name();
  return {};
}

bool is_fifo_attribute(std::string_view name) {
  return name == kFifoQueue || name == kContentBased || name == kScope || name == kLimit;
}

wire::Result<void> set_fifo_attribute(const std::string& name, const std::string& value,
                                      std::optional<FifoAttributes>& fifo) {
  if (!fifo) return invalid_attribute_name(name);
  if (name == kContentBased) {
    AG_TRY(on, is_second(name, value, "false", "true"));
    fifo->content_based_deduplication = on;
  } else if (name == kScope) {
    AG_TRY(by_group, is_second(name, value, "queue", "messageGroup"));
    fifo->deduplicates_by_group = by_group;
  } else if (name == kLimit) {
    AG_TRY(by_group, is_second(name, value, "perQueue", "perMessageGroupId"));
    fifo->is_limited_by_group = by_group;
  } else if (value != "true") {
    return invalid_attribute_value(name, "Modifying queue type is not supported.");
  }
  return {};
}

// API reference, CreateQueue: perMessageGroupId "is allowed only when the value for
// DeduplicationScope is messageGroup".
wire::Result<void> check_fifo_attributes(const std::optional<FifoAttributes>& fifo) {
  if (!fifo || !fifo->is_limited_by_group || fifo->deduplicates_by_group) return {};
  return invalid_attribute_value(
      kLimit, "The value perMessageGroupId needs DeduplicationScope to be messageGroup.");
}

void show_fifo_attributes(const FifoAttributes& fifo, std::map<std::string, std::string>& out) {
  out[std::string(kFifoQueue)] = "true";
  out[std::string(kContentBased)] = fifo.content_based_deduplication ? "true" : "false";
  out[std::string(kScope)] = fifo.deduplicates_by_group ? "messageGroup" : "queue";
  out[std::string(kLimit)] = fifo.is_limited_by_group ? "perMessageGroupId" : "perQueue";
}

wire::Result<Grouping> check_grouping(Grouping given, const std::optional<FifoAttributes>& fifo,
                                      std::string_view body) {
  if (!fifo) {
    AG_CHECK(check_id(given.group_id, "MessageGroupId"));
    if (given.deduplication_id) {
      return not_valid_for_queue_type(*given.deduplication_id, "MessageDeduplicationId");
    }
    return given;
  }
  if (!given.group_id) return missing_parameter("MessageGroupId");
  AG_CHECK(check_id(given.group_id, "MessageGroupId"));
  AG_CHECK(check_id(given.deduplication_id, "MessageDeduplicationId"));
  if (!given.deduplication_id) {
    if (!fifo->content_based_deduplication) {
      return invalid_parameter_value(
          "The queue should either have ContentBasedDeduplication enabled or "
          "MessageDeduplicationId provided explicitly");
    }
    given.deduplication_id = sha256_of_body(body);
  }
  return given;
}

std::string deduplication_key(const FifoAttributes& fifo, const Grouping& grouping) {
  const store::Key scope =
      fifo.deduplicates_by_group ? store::Key::of({*grouping.group_id}) : store::Key();
  return scope.with(*grouping.deduplication_id).encoded();
}

std::string sequence_number(uint64_t sequence) {
  return fmt::format("{}", 10'000'000'000'000'000'000u + sequence);
}

wire::Result<std::string> check_attempt_id(const std::optional<std::string>& given, bool is_fifo) {
  if (!given || !is_fifo) return std::string();
  AG_CHECK(check_id(given, "ReceiveRequestAttemptId"));
  return *given;
}

}  // namespace angarium::services::sqs
