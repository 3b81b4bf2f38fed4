#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/error.h"

namespace angarium::json {

enum class TokenKind : uint8_t {
  kObjectBegin,
  kObjectEnd,
  kArrayBegin,
  kArrayEnd,
  kKey,     // a member's name; its value follows
  kString,  //
  kNumber,
  kTrue,
  kFalse,
  kNull,
  kEnd,  // the document is complete and nothing but white space followed it
};

struct Token {
  TokenKind kind;
  // Strings and keys: the text between the quotes, escapes as written. Numbers and literals: as
  // spelled.
  std::string_view raw;
  // Strings and keys: whether `raw` holds a backslash. Without one, raw is the decoded text.
  bool escaped = false;
};

// Reads one JSON text (RFC 8259) token by token and accepts nothing else: every token is checked,
// numbers keep their spelling, duplicate keys are reported as they come, and the text must end
// after its value. What this reader has walked to kEnd is valid and may be spliced into other JSON.
//
// The text must be UTF-8: check_utf8() it first, the scanner looks at structure only. Nesting is
// limited to `depth_max` containers. No allocation but one bit per open container.
// After an error every call gives the same error. Not thread safe; the text must outlive it.
class Scanner {
 public:
  Scanner(std::string_view text, uint32_t depth_max)
      : begin_(text.data()),
        at_(text.data()),
        end_(text.data() + text.size()),
        depth_max_(depth_max) {}

  base::Result<Token> next();

  // After kObjectBegin or kArrayBegin (or kKey): reads on to the end of that container (or value).
  base::Result<void> skip_value();

  // Bytes read so far; after an error, where it is.
  size_t offset() const { return static_cast<size_t>(at_ - begin_); }

 private:
  enum class Expect : uint8_t {
    kValue,
    kFirstKeyOrEnd,
    kFirstValueOrEnd,
    kColonValue,
    kCommaOrEnd,
    kDone
  };

  base::Result<Token> value();
  base::Result<Token> open(TokenKind kind);
  base::Result<Token> close(TokenKind kind);
  base::Result<Token> key();
  base::Result<Token> string(TokenKind kind);
  base::Result<Token> number();
  base::Result<Token> literal(std::string_view word, TokenKind kind);
  base::Result<void> escape();
  bool digits();
  void skip_space();
  void value_done() { expect_ = in_object_.empty() ? Expect::kDone : Expect::kCommaOrEnd; }
  base::Error syntax(std::string_view problem);

  const char* begin_;
  const char* at_;
  const char* end_;
  uint32_t depth_max_;
  std::vector<bool> in_object_;  // one entry per open container: whether it is an object
  Expect expect_ = Expect::kValue;
  bool failed_ = false;
};

// Whether the bytes are valid UTF-8 (no surrogates, nothing overlong).
bool is_utf8(std::string_view text);

// The whole check that outside JSON gets before anything trusts it: UTF-8, every token, the depth,
// that the root is one object, and that nothing follows it.
base::Result<void> validate_object(std::string_view text, uint32_t depth_max);

// Appends the characters that a raw string stands for, as UTF-8. An escaped lone surrogate becomes
// its three-byte form (WTF-8), so that equal spellings stay equal. `raw` comes from a Token; with
// other bytes the result means nothing, but nothing breaks.
void unescape(std::string_view raw, std::string& out);

}  // namespace angarium::json
