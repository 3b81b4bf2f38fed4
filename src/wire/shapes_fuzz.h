#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "json/scanner.h"
#include "json/value.h"
#include "wire/json_codec.h"
#include "wire/query_codec.h"
#include "wire/service.h"

namespace angarium::wire {

// A service's whole table against bytes: each service with a table has a shapes_fuzz.cc that calls
// run(). The first line names the operation, or chooses one by its first byte; the rest is decoded
// into its input and its output, as JSON and as a form. Whatever the bytes:
// - each ends in a value, in violations or in an error;
// - what was decoded without violations can be encoded, is JSON then, and decodes to the same
//   (an answer may break its own limits then: what is not there is written as the empty text);
// - the violations' message is bounded.
class ShapesFuzz {
 public:
  explicit ShapesFuzz(const ServiceTable& table) : table_(table) {
    for (const Operation& row : table_.operations) {
      patterns_.add(row.input());
      patterns_.add(row.output());
    }
  }

  void run(const uint8_t* data, size_t size) const {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    size_t end = text.find('\n');
    if (end == 0 || end == std::string_view::npos) return;
    const Operation* named = table_.find(text.substr(0, end));
    const Operation& row = named ? *named : table_.operations[data[0] % table_.operations.size()];
    std::string_view body = text.substr(end + 1);
    try_json(row.input(), row.make_input, body, false);
    try_json(row.output(), row.make_output, body, true);
    auto form = Form::parse(body);
    if (!form.ok()) return;
    try_form(row, row.input(), row.make_input, *form);
    try_form(row, row.output(), row.make_output, *form);
  }

 private:
  using Make = std::shared_ptr<void> (*)();

  enum class Decoded : uint8_t { kNot, kWithViolations, kWithout };

  Decoded decode(std::string_view body, const Shape& shape, void* object) const {
    Violations violations;
    Decoding decoding{.patterns = patterns_, .violations = violations};
    bool read = decode_json(body, shape, object, decoding).ok();
    check_message(violations);
    if (!read) return Decoded::kNot;
    return violations.empty() ? Decoded::kWithout : Decoded::kWithViolations;
  }

  void check_message(const Violations& violations) const {
    // Each that is kept shows its value, cut, and names its place and its constraint.
    constexpr size_t kOneMax = Violations::kValueShownMax + 4'096;
    AG_ASSERT(violations.message().size() <= 100 + Violations::kKeptMax * kOneMax);
    AG_ASSERT(violations.empty() || table_.invalid == nullptr ||
              !table_.invalid(violations).code.empty());
  }

  void try_json(const Shape& shape, Make make, std::string_view body, bool is_output) const {
    std::shared_ptr<void> object = make();
    if (decode(body, shape, object.get()) != Decoded::kWithout) return;
    std::string encoded;
    encode_json(shape, object.get(), encoded);
    AG_ASSERT(json::Document::parse(encoded).ok());
    std::shared_ptr<void> again = make();
    Decoded decoded = decode(encoded, shape, again.get());
    AG_ASSERT(decoded == Decoded::kWithout || (decoded != Decoded::kNot && is_output));
    std::string encoded_again;
    encode_json(shape, again.get(), encoded_again);
    AG_ASSERT(encoded == encoded_again);
  }

  void try_form(const Operation& row, const Shape& shape, Make make, const Form& form) const {
    std::shared_ptr<void> object = make();
    Violations violations;
    Decoding decoding{.patterns = patterns_, .violations = violations};
    bool read = decode_query(form, shape, object.get(), decoding).ok();
    check_message(violations);
    if (!read) return;
    std::string xml = encode_query_response(row.name, "urn:x", "id", shape, object.get());
    AG_ASSERT(json::is_utf8(xml));
    AG_ASSERT(std::none_of(xml.begin(), xml.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    }));
  }

  const ServiceTable& table_;
  Patterns patterns_;
};

}  // namespace angarium::wire
