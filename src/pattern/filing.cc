#include "pattern/filing.h"

#include <algorithm>
#include <bit>

#include "pattern/ignore_case.h"
#include "pattern/number.h"

namespace angarium::pattern {
namespace {

// How many values may share a literal of that length; a guess that only has to be ordered right.
uint32_t commonness_of(size_t literal_bytes) {
  return literal_bytes >= 10 ? 1 : 1024U >> literal_bytes;
}

FiledMatcher file_folded(Family family, std::string_view operand) {
  FiledMatcher filed{.key = {family, {}}};
  fold(operand, filed.key.bytes);
  filed.commonness = family == Family::kFolded ? 1 : commonness_of(filed.key.bytes.size());
  return filed;
}

FiledMatcher file_range(std::string_view operand) {
  const Range range = unpack_range(operand);
  const uint64_t low = ordered_bits(range.low);
  const auto level = static_cast<uint32_t>(std::countl_zero(low ^ ordered_bits(range.high)));
  // Numbers of everyday size share a dozen leading bits.
  return {
      {Family::kRange, std::string(RangeKey(low, level).bytes())}, false, level > 20 ? 32U : 256U};
}

// By the literal that fewest values should have: what it begins or ends with, or else the first
// bytes of its longest piece, which may be anywhere.
bool file_wildcard(std::string_view operand, FiledMatcher& filed) {
  const std::vector<std::string> pieces = wildcard_pieces(operand);
  const std::string& begin = pieces.front();
  const std::string& end = pieces.back();
  if (pieces.size() == 1) {
    filed = {{Family::kEquals, begin}, true, 0};
    return true;
  }
  const std::string& longest =
      *std::max_element(pieces.begin(), pieces.end(),
                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  // Looking for a gram walks along the whole string, so a literal at one end is preferred.
  const bool at_an_end = std::max(begin.size(), end.size()) >= 2 || longest.size() < 3;
  if (at_an_end && begin.size() >= end.size() && !begin.empty()) {
    filed = {{Family::kPrefix, begin}, false, commonness_of(begin.size())};
  } else if (at_an_end && !end.empty()) {
    filed = {{Family::kSuffix, end}, false, commonness_of(end.size())};
  } else if (!longest.empty()) {
    const size_t size = std::min(longest.size(), kGramBytesMax);
    filed = {{Family::kGram, longest.substr(0, size)}, false, 4 * commonness_of(size)};
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> wildcard_pieces(std::string_view wildcard) {
  std::vector<std::string> pieces(1);
  for (size_t i = 0; i < wildcard.size(); ++i) {
    if (wildcard[i] == '*') {
      pieces.emplace_back();
    } else {
      i += wildcard[i] == '\\' ? 1 : 0;
      pieces.back() += wildcard[i];
    }
  }
  return pieces;
}

bool file_matcher(const Matcher& matcher, FiledMatcher& filed) {
  const auto literal = [&](Family family) {
    filed = {{family, matcher.operand}, true, commonness_of(matcher.operand.size())};
    return !matcher.operand.empty();  // an empty literal is in every string: nothing to look up
  };
  switch (matcher.op) {
    case Operator::kTrue:
    case Operator::kFalse:
    case Operator::kNull: filed = {{static_cast<Family>(matcher.op), {}}, true, 512}; return true;
    case Operator::kPrefix: return literal(Family::kPrefix);
    case Operator::kSuffix: return literal(Family::kSuffix);
    case Operator::kEqualsIgnoreCase: filed = file_folded(Family::kFolded, matcher.operand); break;
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase: {
      const bool prefix = matcher.op == Operator::kPrefixIgnoreCase;
      filed = file_folded(prefix ? Family::kFoldedPrefix : Family::kFoldedSuffix, matcher.operand);
      return !matcher.operand.empty();
    }
    case Operator::kWildcard: return file_wildcard(matcher.operand, filed);
    case Operator::kRange: filed = file_range(matcher.operand); break;
    case Operator::kCidr: {
      const auto bits = static_cast<uint8_t>(matcher.operand.back());
      filed = {{Family::kCidr, matcher.operand}, true, bits >= 16 ? 8U : 128U};
      break;
    }
    case Operator::kExists:
    case Operator::kAnythingBut: return false;
    default: filed = {{static_cast<Family>(matcher.op), matcher.operand}, true, 0};  // exact
  }
  return true;
}

}  // namespace angarium::pattern
