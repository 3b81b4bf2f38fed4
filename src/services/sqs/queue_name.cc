#include "services/sqs/queue_name.h"

#include <fmt/format.h>

#include "services/sqs/characters.h"
#include "services/sqs/errors.h"

namespace angarium::services::sqs {
namespace {

// An account, a name and a host of any kind; what is longer is no queue's.
constexpr size_t kQueueUrlMax = 2'048;

constexpr std::string_view kFifo = ".fifo";

bool is_queue_name(std::string_view text) {
  if (!text.ends_with(kFifo)) return is_short_name(text);
  const std::string_view stem = text.substr(0, text.size() - kFifo.size());
  return is_short_name(stem) && text.size() <= kShortNameMax;
}

}  // namespace

base::Arn QueueAddress::arn() const {
  return {.service = "sqs", .region = region, .account = account, .resource = name.text()};
}

bool is_fifo(const QueueName& name) { return name.text().ends_with(kFifo); }
std::optional<QueueAddress> parse_queue_arn(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->partition != "aws" || arn->service != "sqs" || arn->region.empty() ||
      !base::is_account_id(arn->account.text())) {
    return std::nullopt;
  }
  auto name = parse_queue_name(arn->resource);
  if (!name.ok()) return std::nullopt;
  return QueueAddress{std::move(arn->account), std::move(arn->region), std::move(*name)};
}

wire::Result<QueueName> parse_queue_name(std::string_view text) {
  if (!is_queue_name(text)) return invalid_queue_name();
  return QueueName(text);
}

std::string queue_url(std::string_view base_url, const QueueAddress& address) {
  while (base_url.ends_with('/')) base_url.remove_suffix(1);
  return fmt::format("{}/{}/{}", base_url, address.account.text(), address.name.text());
}

wire::Result<QueueAddress> parse_queue_url(std::string_view url, const base::Region& region) {
  if (url.size() > kQueueUrlMax) return invalid_address(url);
  std::string_view path = url;
  if (size_t scheme = path.find("://"); scheme != std::string_view::npos) {
    path.remove_prefix(scheme + 3);
    size_t slash = path.find('/');
    if (slash == std::string_view::npos) return invalid_address(url);
    path.remove_prefix(slash);
  }
  size_t name_at = path.rfind('/');
  if (name_at == std::string_view::npos) return invalid_address(url);
  std::string_view name = path.substr(name_at + 1);
  std::string_view account = path.substr(0, name_at);
  if (size_t slash = account.rfind('/'); slash != std::string_view::npos) {
    account.remove_prefix(slash + 1);
  }
  if (!base::is_account_id(account) || !is_queue_name(name)) return invalid_address(url);
  return QueueAddress{base::AccountId(account), region, QueueName(name)};
}

}  // namespace angarium::services::sqs
