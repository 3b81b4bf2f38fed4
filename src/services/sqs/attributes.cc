#include "services/sqs/attributes.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "services/sqs/errors.h"
#include "services/sqs/queue_policy.h"

namespace angarium::services::sqs {
namespace {

// One attribute that is a whole number.
struct NumberAttribute {
  std::string_view name;
  int64_t min;
  int64_t max;
  int64_t (*get)(const QueueAttributes&);
  void (*set)(QueueAttributes&, int64_t);
};

template <base::Seconds QueueAttributes::*kMember>
constexpr NumberAttribute seconds(std::string_view name, int64_t min, int64_t max) {
  return {name, min, max, [](const QueueAttributes& a) { return int64_t{(a.*kMember).count()}; },
          [](QueueAttributes& a, int64_t value) { a.*kMember = base::Seconds(value); }};
}

// Ranges: API reference, CreateQueue.
constexpr std::array kNumbers = {
    seconds<&QueueAttributes::visibility_timeout>("VisibilityTimeout", 0, 43'200),
    seconds<&QueueAttributes::delay>("DelaySeconds", 0, 900),
    seconds<&QueueAttributes::message_retention>("MessageRetentionPeriod", 60, 1'209'600),
    seconds<&QueueAttributes::receive_wait>("ReceiveMessageWaitTimeSeconds", 0, 20),
    NumberAttribute{"MaximumMessageSize", 1'024, 1'048'576,
                    [](const QueueAttributes& a) { return a.message_size_bytes_max; },
                    [](QueueAttributes& a, int64_t value) { a.message_size_bytes_max = value; }},
};

constexpr std::string_view kPolicy = "Policy";
constexpr std::string_view kRedrive = "RedrivePolicy";
constexpr std::string_view kRedriveAllow = "RedriveAllowPolicy";
constexpr std::string_view kKmsKey = "KmsMasterKeyId";
constexpr std::string_view kManagedEncryption = "SqsManagedSseEnabled";
constexpr NumberAttribute kDataKeyReuse{
    "KmsDataKeyReusePeriodSeconds", 60, 86'400,
    [](const QueueAttributes& a) {
      return a.data_key_reuse ? int64_t{a.data_key_reuse->count()} : int64_t{0};
    },
    [](QueueAttributes& a, int64_t value) { a.data_key_reuse = base::Seconds(value); }};

constexpr std::string_view kReadOnly[] = {
    "All",
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const NumberAttribute* find_number(std::string_view name) {
  if (name == kDataKeyReuse.name) return &kDataKeyReuse;
  auto found = std::find_if(kNumbers.begin(), kNumbers.end(),
                            [name](const NumberAttribute& number) { return number.name == name; });
  return found == kNumbers.end() ? nullptr : &*found;
}

wire::Result<void> set_number(const NumberAttribute& number, std::string_view text,
                              QueueAttributes& attributes) {
  int64_t value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool is_number = failure == std::errc() && end == text.data() + text.size();
  if (!is_number || value < number.min || value > number.max) {
    return invalid_attribute_value(number.name);
  }
  number.set(attributes, value);
  return {};
}

wire::Result<void> set_policy(const std::string& text, QueueAttributes& attributes) {
  // An empty policy is how clients say "none".
  if (text.empty()) {
    attributes.policy = nullptr;
    return {};
  }
  auto parsed = policy::Policy::parse(text);
  if (!parsed.ok()) {
    wire::Error error = invalid_attribute_value(kPolicy);
    error.message += " " + parsed.error().message();
    return error;
  }
  AG_CHECK(check_policy_quotas(text));
  attributes.policy = std::move(*parsed);
  return {};
}

// An empty text takes the policy away.
template <class Policy>
wire::Result<void> set_optional(const std::string& text, std::optional<Policy>& policy) {
  policy.reset();
  if (text.empty()) return {};
  AG_TRY(parsed, Policy::parse(text));
  policy = std::move(parsed);
  return {};
}

wire::Result<void> set_attribute(const std::string& name, const std::string& value,
                                 QueueAttributes& attributes) {
  if (const NumberAttribute* number = find_number(name))
    return set_number(*number, value, attributes);
  if (name == kPolicy) return set_policy(value, attributes);
  if (is_fifo_attribute(name)) return set_fifo_attribute(name, value, attributes.fifo);
  if (name == kRedrive) return set_optional(value, attributes.redrive);
  if (name == kRedriveAllow) return set_optional(value, attributes.redrive_allow);
  if (name == kManagedEncryption) {
    if (value != "true" && value != "false") return invalid_attribute_value(name);
    attributes.managed_encryption = value == "true";
    return {};
  }
  if (name != kKmsKey) return invalid_attribute_name(name);
  if (value.empty()) return {};  // no key: what every queue here has
  return unsupported_operation(
      "KmsMasterKeyId is not supported: there is no KMS here. Leave it out, and have the disk "
      "encrypt what is at rest.");
}

std::string_view policy_text(const QueueAttributes& attributes) {
  return attributes.policy ? std::string_view(attributes.policy->text()) : std::string_view();
}

// An attribute of FIFO queues as text; empty for a standard queue.
std::string shown(const QueueAttributes& attributes, const std::string& name) {
  AttributeMap all;
  if (attributes.fifo) show_fifo_attributes(*attributes.fifo, all);
  return all[name];
}

template <class Policy>
bool differ(const std::optional<Policy>& one, const std::optional<Policy>& other) {
  if (!one || !other) return one.has_value() != other.has_value();
  return !one->means_the_same(*other);
}

}  // namespace

QueueAttributes QueueAttributes::of(const QueueName& name) {
  QueueAttributes attributes;
  if (is_fifo(name)) attributes.fifo.emplace();
  return attributes;
}

bool is_attribute_name(std::string_view name) {
  return find_number(name) != nullptr || name == kPolicy || name == kRedrive ||
         name == kRedriveAllow || name == kManagedEncryption || is_one_of(name, kReadOnly) ||
         is_fifo_attribute(name) || name == kKmsKey;
}

wire::Result<QueueAttributes> apply_attributes(QueueAttributes onto, const AttributeMap& given) {
  for (const auto& [name, value] : given) AG_CHECK(set_attribute(name, value, onto));
  AG_CHECK(check_fifo_attributes(onto.fifo));
  return onto;
}

std::optional<std::string> find_difference(const AttributeMap& given, const QueueAttributes& wanted,
                                           const QueueAttributes& existing) {
  for (const auto& [name, value] : given) {
    const NumberAttribute* number = find_number(name);
    if (number != nullptr && number->get(wanted) != number->get(existing)) return name;
    if (name == kPolicy && policy_text(wanted) != policy_text(existing)) return name;
    if (is_fifo_attribute(name) && shown(wanted, name) != shown(existing, name)) return name;
    if (name == kManagedEncryption && wanted.managed_encryption != existing.managed_encryption)
      return name;
    if (name == kRedrive && differ(wanted.redrive, existing.redrive)) return name;
    if (name == kRedriveAllow && differ(wanted.redrive_allow, existing.redrive_allow)) return name;
  }
  return std::nullopt;
}

void show_attributes(const QueueAttributes& attributes, AttributeMap& out) {
  for (const NumberAttribute& number : kNumbers) {
    out[std::string(number.name)] = std::to_string(number.get(attributes));
  }
  out[std::string(kManagedEncryption)] = attributes.managed_encryption ? "true" : "false";
  if (attributes.data_key_reuse) {
    out[std::string(kDataKeyReuse.name)] = std::to_string(attributes.data_key_reuse->count());
  }
  if (attributes.policy) out[std::string(kPolicy)] = attributes.policy->text();
  if (attributes.fifo) show_fifo_attributes(*attributes.fifo, out);
  if (attributes.redrive) out[std::string(kRedrive)] = attributes.redrive->text;
  if (attributes.redrive_allow) out[std::string(kRedriveAllow)] = attributes.redrive_allow->text;
}

}  // namespace angarium::services::sqs
