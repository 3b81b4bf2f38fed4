#include "services/sqs/receipt_handle.h"

#include "base/assert.h"
#include "base/base64.h"
#include "sigv4/sha256.h"

namespace angarium::services::sqs {
namespace {

constexpr char kVersionWithoutTime = 1;
constexpr char kVersion = 2;
constexpr size_t kNumberBytes = 8;  // of a lease, and of a time in milliseconds
constexpr size_t kCodeBytes = 16;
// API reference: a receipt handle has at most 1,024 characters.
constexpr size_t kHandleMax = 1'024;

void append_number(uint64_t number, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift));
}

uint64_t take_number(std::string_view& bytes) {
  uint64_t number = 0;
  for (char byte : bytes.substr(0, kNumberBytes)) {
    number = (number << 8) | static_cast<unsigned char>(byte);
  }
  bytes.remove_prefix(kNumberBytes);
  return number;
}

std::string code_of(std::string_view queue_key, std::string_view content) {
  const sigv4::Digest code = sigv4::hmac_sha256(queue_key, content);
  return std::string(sigv4::as_text(code).substr(0, kCodeBytes));
}

}  // namespace

std::string make_receipt_handle(std::string_view queue_key, const Receipt& receipt) {
  AG_ASSERT(receipt.received.has_value());
  std::string bytes(1, kVersion);
  append_number(receipt.lease, bytes);
  append_number(static_cast<uint64_t>(base::to_unix_ms(*receipt.received)), bytes);
  bytes += receipt.message.text();
  bytes += code_of(queue_key, bytes);
  return base::encode_base64(bytes);
}

std::optional<Receipt> parse_receipt_handle(std::string_view queue_key, std::string_view handle) {
  if (handle.size() > kHandleMax) return std::nullopt;
  auto decoded = base::decode_base64(handle);
  if (!decoded || decoded->empty()) return std::nullopt;
  const char version = decoded->front();
  if (version != kVersion && version != kVersionWithoutTime) return std::nullopt;
  const size_t numbers = version == kVersion ? 2 : 1;
  if (decoded->size() <= 1 + numbers * kNumberBytes + kCodeBytes) return std::nullopt;
  std::string_view content = std::string_view(*decoded).substr(0, decoded->size() - kCodeBytes);
  std::string expected = code_of(queue_key, content);
  const std::string_view given = std::string_view(*decoded).substr(content.size());
  if (!sigv4::equal_in_constant_time(expected, given)) return std::nullopt;
  content.remove_prefix(1);
  Receipt receipt;
  receipt.lease = take_number(content);
  if (version == kVersion) {
    receipt.received = base::from_unix_ms(static_cast<int64_t>(take_number(content)));
  }
  receipt.message = store::MessageId(content);
  return receipt;
}

}  // namespace angarium::services::sqs
