#include "policy/values.h"

#include <arpa/inet.h>

#include <algorithm>
#include <chrono>

#include "policy/letters.h"

namespace angarium::policy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view take_digits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Of at most 18 digits.
int64_t number(std::string_view digits) {
  int64_t value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// What an exponent may be; far from where adding to it would overflow.
constexpr size_t kExponentDigitsMax = 6;

// "e10", "E-3" or nothing.
std::optional<int64_t> take_exponent(std::string_view& text) {
  if (!take(text, 'e') && !take(text, 'E')) return 0;
  bool negative = take(text, '-');
  if (!negative) take(text, '+');
  std::string_view digits = take_digits(text);
  if (digits.empty() || digits.size() > kExponentDigitsMax) return std::nullopt;
  return negative ? -number(digits) : number(digits);
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal decimal;
  decimal.negative_ = take(text, '-');
  if (!decimal.negative_) take(text, '+');
  std::string_view whole = take_digits(text);
  std::string_view fraction = take(text, '.') ? take_digits(text) : std::string_view();
  if (whole.empty() && fraction.empty()) return std::nullopt;
  std::optional<int64_t> exponent = take_exponent(text);
  if (!exponent || !text.empty()) return std::nullopt;
  std::string digits(whole);
  digits += fraction;
  size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal();
  size_t last = digits.find_last_not_of('0');
  decimal.digits_ = digits.substr(first, last + 1 - first);
  decimal.exponent_ = *exponent + static_cast<int64_t>(whole.size()) - static_cast<int64_t>(first);
  return decimal;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  auto sign = [](const Decimal& d) { return d.digits_.empty() ? 0 : d.negative_ ? -1 : 1; };
  if (sign(a) != sign(b) || sign(a) == 0) return sign(a) <=> sign(b);
  auto size = a.exponent_ <=> b.exponent_;
  if (size == std::strong_ordering::equal) size = a.digits_.compare(b.digits_) <=> 0;
  if (!a.negative_) return size;
  return 0 <=> size;
}

namespace {

struct Fields {
  std::string_view rest;
  bool good = true;

  int take_number(size_t digits, int min, int max) {
    std::string_view text = rest.substr(0, digits);
    if (text.size() != digits || !all_digits(text)) {
      good = false;
      return min;
    }
    rest.remove_prefix(digits);
    auto value = static_cast<int>(number(text));
    if (value < min || value > max) good = false;
    return value;
  }
  void expect(char c) { good = take(rest, c) && good; }
};

// "Z", "+01:00", "+0100", "+01": seconds east of Greenwich. Nothing is UTC too.
int take_offset(Fields& fields) {
  if (fields.rest.empty() || take(fields.rest, 'Z') || take(fields.rest, 'z')) return 0;
  bool west = take(fields.rest, '-');
  if (!west) fields.expect('+');
  int seconds = fields.take_number(2, 0, 23) * 3600;
  if (!fields.rest.empty()) {
    take(fields.rest, ':');
    seconds += fields.take_number(2, 0, 59) * 60;
  }
  return west ? -seconds : seconds;
}

void take_time(Fields& fields, Instant& instant) {
  instant.seconds += fields.take_number(2, 0, 23) * 3600;
  fields.expect(':');
  instant.seconds += fields.take_number(2, 0, 59) * 60;
  if (take(fields.rest, ':')) {
    instant.seconds += fields.take_number(2, 0, 59);
    if (take(fields.rest, '.')) {
      std::string digits(take_digits(fields.rest));
      fields.good = fields.good && !digits.empty();
      digits.resize(9, '0');  // what is finer than a nanosecond is cut off
      instant.nanoseconds = static_cast<int32_t>(number(digits));
    }
  }
  instant.seconds -= take_offset(fields);
}

}  // namespace

std::optional<Instant> Instant::parse(std::string_view text) {
  if (all_digits(text) && text.size() != 4) {
    // Eighteen digits reach beyond the age of the universe.
    if (text.size() > 18) return std::nullopt;
    return Instant{.seconds = number(text)};
  }
  Fields fields{text};
  int year = fields.take_number(4, 0, 9999);
  int month = 1, day = 1;
  Instant instant;
  bool has_time = false;
  if (take(fields.rest, '-')) {
    month = fields.take_number(2, 1, 12);
    if (take(fields.rest, '-')) {
      day = fields.take_number(2, 1, 31);
      has_time = take(fields.rest, 'T') || take(fields.rest, 't');
    }
  }
  if (has_time) take_time(fields, instant);
  std::chrono::year_month_day date{std::chrono::year(year),
                                   std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!fields.good || !fields.rest.empty() || !date.ok()) return std::nullopt;
  instant.seconds += std::chrono::sys_days(date).time_since_epoch().count() * int64_t{86'400};
  return instant;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  size_t slash = std::min(text.find('/'), text.size());
  std::array<char, INET6_ADDRSTRLEN> address{};
  std::string_view written = text.substr(0, slash);
  if (written.size() >= address.size() || written.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  written.copy(address.data(), written.size());
  bool is_v4 = written.find(':') == std::string_view::npos;
  AddressRange range{.bits = is_v4 ? 32 : 128};
  if (inet_pton(is_v4 ? AF_INET : AF_INET6, address.data(), range.bytes.data()) != 1) {
    return std::nullopt;
  }
  range.prefix_bits = range.bits;
  if (slash == text.size()) return range;
  std::string_view prefix = text.substr(slash + 1);
  if (!all_digits(prefix) || prefix.size() > 3) return std::nullopt;
  range.prefix_bits = static_cast<int>(number(prefix));
  if (range.prefix_bits > range.bits) return std::nullopt;
  return range;
}

bool AddressRange::contains(const AddressRange& address) const {
  if (bits != address.bits) return false;
  auto whole = static_cast<size_t>(prefix_bits / 8);
  if (!std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes.begin())) {
    return false;
  }
  int more = prefix_bits % 8;
  if (more == 0) return true;
  int difference = bytes[whole] ^ address.bytes[whole];
  return difference >> (8 - more) == 0;
}

std::optional<std::string> parse_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  text.remove_suffix(padding);
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count));
    bits &= (1U << count) - 1;
  }
  if (bits != 0) return std::nullopt;
  return bytes;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (equals_ignoring_case(text, "true")) return true;
  if (equals_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

}  // namespace angarium::policy
