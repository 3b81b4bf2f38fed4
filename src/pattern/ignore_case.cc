#include "pattern/ignore_case.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "pattern/case_tables.h"

namespace angarium::pattern {
namespace {

bool is_ascii(char c) { return static_cast<uint8_t>(c) < 0x80; }
bool is_continuation(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// One character's bytes, decoded and encoded without allocation.
struct Bytes {
  std::array<char, 12> bytes;  // three characters of four
  uint8_t size = 0;

  std::string_view view() const { return {bytes.data(), size}; }

  void add(uint32_t byte) { bytes[size++] = static_cast<char>(byte); }
  void add_character(char32_t c) {
    if (c < 0x80) return add(c);
    if (c < 0x800) {
      add(0xc0 | (c >> 6));
    } else {
      if (c < 0x10000) {
        add(0xe0 | (c >> 12));
      } else {
        add(0xf0 | (c >> 18));
        add(0x80 | ((c >> 12) & 0x3f));
      }
      add(0x80 | ((c >> 6) & 0x3f));
    }
    add(0x80 | (c & 0x3f));
  }
};

// How many bytes the first character has; bytes that can't begin one, or lack their continuation,
// stand alone.
size_t character_length(std::string_view text) {
  auto lead = static_cast<uint8_t>(text[0]);
  size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1;
  if (length > text.size()) return 1;
  for (size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 1;
  }
  return length;
}

// Likewise of the last.
size_t last_character_length(std::string_view text) {
  size_t length = 1;
  size_t length_max = std::min<size_t>(4, text.size());
  while (length < length_max && is_continuation(text[text.size() - length])) ++length;
  return character_length(text.substr(text.size() - length)) == length ? length : 1;
}

constexpr char32_t kNoCharacter = 0xffffffff;  // a byte that stands alone

char32_t decode(std::string_view character) {
  if (character.size() == 1) {
    return is_ascii(character[0]) ? static_cast<char32_t>(character[0]) : kNoCharacter;
  }
  static constexpr std::array<uint8_t, 5> kLeadBits{0, 0, 0x1f, 0x0f, 0x07};
  char32_t value = static_cast<uint8_t>(character[0]) & kLeadBits[character.size()];
  for (char c : character.substr(1)) value = value << 6 | (static_cast<uint8_t>(c) & 0x3f);
  return value;
}

// Finds the run of one character after the other; neighbours in a text are mostly of one run.
class RunFinder {
 public:
  // Null: without case.
  const CaseRun* find(char32_t character) {
    if (last_ && last_->first <= character && character <= last_->last) return last_;
    std::span<const CaseRun> runs = case_runs();
    auto run = std::lower_bound(runs.begin(), runs.end(), character,
                                [](const CaseRun& run, char32_t c) { return run.last < c; });
    if (run == runs.end() || run->first > character) return nullptr;
    return last_ = &*run;
  }

 private:
  const CaseRun* last_ = nullptr;
};

enum class Case : uint8_t { kLower, kUpper, kFold };

// Not of a special run.
char32_t character_in_case(const CaseRun& run, char32_t character, Case which) {
  if (run.lower == 0 && run.upper == 0) {
    char32_t capital = character - ((character - run.first) & 1);
    return which == Case::kUpper ? capital : capital + 1;
  }
  int32_t difference = which == Case::kLower   ? run.lower
                       : which == Case::kUpper ? run.upper
                                               : run.fold;
  return static_cast<char32_t>(static_cast<int32_t>(character) + difference);
}

Bytes in_case(const CaseRun& run, char32_t character, Case which) {
  Bytes result;
  if (run.lower != CaseRun::kSpecial) {
    result.add_character(character_in_case(run, character, which));
    return result;
  }
  size_t index = static_cast<size_t>(run.upper) + (character - run.first);
  const SpecialCases& special = special_cases()[index];
  const auto& text = which == Case::kLower   ? special.lower
                     : which == Case::kUpper ? special.upper
                                             : special.fold;
  for (char32_t c : text) {
    if (c != 0) result.add_character(c);
  }
  return result;
}

// The two ends that a comparison may begin from.
struct FromFront {
  static char next(std::string_view text) { return text.front(); }
  static void drop(std::string_view& text, size_t count) { text.remove_prefix(count); }
  static std::string_view character(std::string_view text) {
    return text.substr(0, character_length(text));
  }
  static bool has(std::string_view text, std::string_view piece) { return text.starts_with(piece); }
};
struct FromBack {
  static char next(std::string_view text) { return text.back(); }
  static void drop(std::string_view& text, size_t count) { text.remove_suffix(count); }
  static std::string_view character(std::string_view text) {
    return text.substr(text.size() - last_character_length(text));
  }
  static bool has(std::string_view text, std::string_view piece) { return text.ends_with(piece); }
};

// Takes the piece off; false when the text doesn't have it.
template <class End>
bool take(std::string_view& text, std::string_view piece) {
  if (!End::has(text, piece)) return false;
  End::drop(text, piece.size());
  return true;
}

template <class End>
bool take_in_either_case(std::string_view& text, std::string_view character, RunFinder& runs) {
  char32_t decoded = decode(character);
  const CaseRun* run = runs.find(decoded);
  if (!run) return take<End>(text, character);
  if (run->lower != CaseRun::kSpecial) {
    std::string_view found = End::character(text);
    char32_t other = decode(found);
    End::drop(text, found.size());
    return other == character_in_case(*run, decoded, Case::kLower) ||
           other == character_in_case(*run, decoded, Case::kUpper);
  }
  return take<End>(text, in_case(*run, decoded, Case::kLower).view()) ||
         take<End>(text, in_case(*run, decoded, Case::kUpper).view());
}

// Takes what `pattern` accepts off one end of `text`.
template <class End>
bool take_ignoring_case(std::string_view pattern, std::string_view& text) {
  RunFinder runs;
  while (!pattern.empty()) {
    if (text.empty()) return false;
    char c = End::next(pattern);
    if (is_ascii(c)) {  // no case of ASCII leaves it
      if (ascii_lower(c) != ascii_lower(End::next(text))) return false;
      End::drop(pattern, 1);
      End::drop(text, 1);
    } else {
      std::string_view character = End::character(pattern);
      if (!take_in_either_case<End>(text, character, runs)) return false;
      End::drop(pattern, character.size());
    }
  }
  return true;
}

// Eight characters of ASCII in lower case; false, and nothing done, when one is not ASCII.
bool fold_eight(const char* from, char* to) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  uint64_t word;
  std::memcpy(&word, from, sizeof(word));
  if ((word & (kOnes * 0x80)) != 0) return false;
  // A byte's high bit says whether it is at least `A`, and whether it is beyond `Z`.
  uint64_t from_a = word + kOnes * (0x80 - 'A');
  uint64_t beyond_z = word + kOnes * (0x7f - 'Z');
  word |= ((from_a ^ beyond_z) & (kOnes * 0x80)) >> 2;
  std::memcpy(to, &word, sizeof(word));
  return true;
}

// Folds ASCII from the front of `text` until there is none; gives how much.
size_t fold_ascii(std::string_view text, char* to) {
  size_t at = 0;
  while (text.size() - at >= 8 && fold_eight(text.data() + at, to + at)) at += 8;
  for (; at < text.size() && is_ascii(text[at]); ++at) to[at] = ascii_lower(text[at]);
  return at;
}

}  // namespace

bool equals_ignoring_case(std::string_view pattern, std::string_view text) {
  return take_ignoring_case<FromFront>(pattern, text) && text.empty();
}

bool begins_ignoring_case(std::string_view pattern, std::string_view text) {
  return take_ignoring_case<FromFront>(pattern, text);
}

bool ends_ignoring_case(std::string_view pattern, std::string_view text) {
  return take_ignoring_case<FromBack>(pattern, text);
}

void fold(std::string_view text, std::string& out) {
  RunFinder runs;
  while (!text.empty()) {
    std::array<char, 64> folded;
    size_t ascii = fold_ascii(text.substr(0, folded.size()), folded.data());
    out.append(folded.data(), ascii);
    text.remove_prefix(ascii);
    if (text.empty() || is_ascii(text[0])) continue;
    std::string_view character = text.substr(0, character_length(text));
    char32_t decoded = decode(character);
    const CaseRun* run = runs.find(decoded);
    out += run ? in_case(*run, decoded, Case::kFold).view() : character;
    text.remove_prefix(character.size());
  }
}

Cases cases_of(char32_t character) {
  Bytes self;
  self.add_character(character);
  std::string text(self.view());
  const CaseRun* run = RunFinder().find(character);
  if (!run) return {text, text, text};
  return {std::string(in_case(*run, character, Case::kLower).view()),
          std::string(in_case(*run, character, Case::kUpper).view()),
          std::string(in_case(*run, character, Case::kFold).view())};
}

}  // namespace angarium::pattern
