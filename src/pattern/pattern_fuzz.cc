#include <algorithm>
#include <cstdint>
#include <string_view>

#include "pattern/pattern.h"
#include "pattern/utf16_order.h"

namespace ag = angarium;
using ag::pattern::Conjunction;
using ag::pattern::Leaf;
using ag::pattern::Matcher;
using ag::pattern::Operator;
using ag::pattern::Options;
using ag::pattern::Pattern;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void check(const Matcher& matcher) {
  require(matcher.except.empty() == (matcher.op != Operator::kAnythingBut));
  for (size_t i = 1; i < matcher.except.size(); ++i) {
    require(matcher.except[i - 1].op == matcher.except[i].op);
    require(matcher.except[i - 1].operand < matcher.except[i].operand);
  }
}

void check(const Leaf& leaf) {
  require(leaf.absent || !leaf.matchers.empty());
  for (size_t i = 0; i < leaf.matchers.size(); ++i) {
    check(leaf.matchers[i]);
    auto at = leaf.matchers.begin() + static_cast<ptrdiff_t>(i);
    require(std::find(leaf.matchers.begin(), at, *at) == at);
  }
}

// What pattern.h promises.
void check(const Pattern& pattern, const Options& options) {
  require(!pattern.alternatives().empty());
  require(pattern.alternatives().size() <= options.limits.alternatives_max);
  for (const Conjunction& conjunction : pattern.alternatives()) {
    require(!conjunction.empty() && conjunction.size() <= options.limits.paths_max);
    for (size_t i = 0; i < conjunction.size(); ++i) {
      check(conjunction[i]);
      require(i == 0 || ag::pattern::utf16_before(conjunction[i - 1].path, conjunction[i].path));
    }
  }
}

}  // namespace

// Input: the text of a pattern. It is refused with a reason, or it is what pattern.h says.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Options& options : {Options{}, Options{.dialect = ag::pattern::Dialect::pipe()}}) {
    ag::base::Result<Pattern> parsed = Pattern::parse(text, options);
    if (parsed.ok()) {
      check(*parsed, options);
    } else {
      require(!parsed.error().message().empty());
    }
  }
  return 0;
}
