#include "policy/positions.h"

#include "base/assert.h"
#include "json/scanner.h"

namespace angarium::policy {
namespace {

constexpr uint32_t kDepthMax = 64;

// Walks forward through a text and counts.
class Counter {
 public:
  explicit Counter(std::string_view text) : text_(text) {}

  TextPosition at(size_t offset) {
    for (; offset_ < offset; ++offset_) {
      const auto byte = static_cast<unsigned char>(text_[offset_]);
      const bool goes_on = (byte & 0xC0) == 0x80;  // a later byte of a character
      if (byte == '\n') {
        position_ = {position_.line + 1, 1};
      } else if (!goes_on) {
        ++position_.column;
      }
    }
    return position_;
  }

 private:
  std::string_view text_;
  size_t offset_ = 0;
  TextPosition position_;
};

// {"Statement": [{...}, {...}]}: the statements are the objects at depth 1 below that key.
class SpanReader {
 public:
  explicit SpanReader(std::string_view text)
      : text_(text), scanner_(text, kDepthMax), counter_(text) {}

  std::vector<StatementSpan> run() {
    while (true) {
      const size_t before = scanner_.offset();
      auto token = scanner_.next();
      AG_ASSERT(token.ok());  // it was parsed before
      if (token->kind == json::TokenKind::kEnd) return std::move(spans_);
      take(*token, before);
    }
  }

 private:
  void take(const json::Token& token, size_t before) {
    switch (token.kind) {
      case json::TokenKind::kKey:
        if (depth_ == 1) is_statement_ = decoded(token) == "Statement";
        break;
      case json::TokenKind::kObjectBegin:
        // The scanner takes a colon with the value behind it: it isn't the statement's.
        if (depth_++ == 1 && is_statement_)
          begin(is_in_array_ ? before : text_.find(':', before) + 1);
        break;
      case json::TokenKind::kObjectEnd:
        if (--depth_ == 1 && is_statement_) spans_.back().end = counter_.at(scanner_.offset());
        break;
      case json::TokenKind::kArrayBegin:
        if (depth_ == 1) is_in_array_ = true;
        break;
      case json::TokenKind::kArrayEnd:
        if (depth_ == 1) is_in_array_ = false;
        break;
      default: break;
    }
  }

  void begin(size_t offset) { spans_.push_back({.begin = counter_.at(offset), .end = {}}); }

  static std::string decoded(const json::Token& token) {
    std::string text;
    json::unescape(token.raw, text);
    return text;
  }

  std::string_view text_;
  json::Scanner scanner_;
  Counter counter_;
  std::vector<StatementSpan> spans_;
  int depth_ = 0;  // of objects
  bool is_statement_ = false;
  bool is_in_array_ = false;
};

}  // namespace

std::vector<StatementSpan> statement_spans(const Policy& policy) {
  return SpanReader(policy.text()).run();
}

}  // namespace angarium::policy
