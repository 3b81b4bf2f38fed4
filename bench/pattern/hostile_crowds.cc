// Rules that all come across the event, and differ, as do the values: nothing is shared but paths.
#include <fmt/format.h>

#include "bench/pattern/hostile_inputs.h"
#include "bench/pattern/hostile_texts.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRules = 300;

// Numbers the parts of a list: `{}` stands for the number.
std::string numbered(std::string_view part) {
  std::string list;
  for (uint32_t i = 0; list.size() < kMegabyte; ++i) {
    list += list.empty() ? "" : ",";
    list += fmt::format(fmt::runtime(part), i);
  }
  return fmt::format(R"({{"detail":{{"k":"hit","a":[{}]}}}})", list);
}

std::string addresses() {
  std::string list;
  for (uint32_t i = 0; list.size() < kMegabyte; ++i) {
    list += fmt::format(R"({}"10.{}.{}.{}")", i ? "," : "", 1 + (i >> 16) % 99, (i >> 8) % 256,
                        i % 256);
  }
  return fmt::format(R"({{"detail":{{"k":"hit","a":[{}]}}}})", list);
}

// What all values are but none of the matchers refuses: every value must be looked at for each
// rule.
PatternText refused(std::string_view matcher) {
  return [matcher](uint32_t rule) {
    return fmt::format(R"({{"detail":{{"k":["hit"],"a":[{{"anything-but":{}}}]}}}})",
                       fmt::format(fmt::runtime(matcher), rule));
  };
}

// A matcher that no value passes, and another leaf that leads to most of the rules.
PatternText missed(std::string_view matcher) {
  return [matcher](uint32_t rule) {
    return fmt::format(R"({{"detail":{{"k":["hit"],"a":[{}]}}}})",
                       fmt::format(fmt::runtime(matcher), rule % 256));
  };
}

// Sixteen values, of which each rule wants some in `b` and others in `c`, but no element has both.
std::string some_of_sixteen(uint32_t rule) {
  const uint32_t bits = (rule + 1) * 40'503U;
  std::string b, c;
  for (uint32_t i = 0; i < 16; ++i) {
    std::string& list = (bits >> i & 1) != 0 ? b : c;
    list += fmt::format("{}{}", list.empty() ? "" : ",", i);
  }
  return fmt::format(R"({{"detail":{{"a":{{"b":[{}],"c":[{}]}}}}}})", b.empty() ? "0" : b,
                     c.empty() ? "0" : c);
}
std::string sixteen_values() {
  std::string list;
  for (uint32_t i = 0; list.size() < kMegabyte; ++i) {
    list += fmt::format(R"({}{{"{}":{}}})", i ? "," : "", i % 2 ? 'b' : 'c', i * 7 % 16);
  }
  return fmt::format(R"({{"detail":{{"a":[{}]}}}})", list);
}

// Each rule has a path of its own beside two that all share.
std::string own_path(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":{{"b":[1],"c":[1],"d{}":[1]}}}}}})", rule);
}
std::string own_paths() {
  std::string list;
  for (uint32_t i = 0; list.size() < kMegabyte; ++i) {
    list += fmt::format(R"({}{{"b":1,"d{}":1}},{{"c":1}})", i ? "," : "", i % kRules);
  }
  return fmt::format(R"({{"detail":{{"a":[{}]}}}})", list);
}

// Every wildcard's pieces are all there, over and over, but never in its order.
std::string crossed_wildcard(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":[{{"wildcard":"*b{0}c*aaaa*aa{0}*"}}]}}}})", rule);
}
std::string crossed_pieces() {
  std::string text;
  for (uint32_t rule = 0; rule < kRules; ++rule) text += fmt::format("aa{}x", rule);
  while (text.size() < kMegabyte) text += 'a';
  for (uint32_t rule = 0; rule < kRules; ++rule) text += fmt::format("b{}c", rule);
  return fmt::format(R"({{"detail":{{"a":"{}"}}}})", text);
}

}  // namespace

std::vector<HostileInput> crowds() {
  return {
      {"joins_of_other_values", kRules, some_of_sixteen, sixteen_values()},
      {"joins_of_other_paths", kRules, own_path, own_paths()},
      {"pieces_in_another_order", kRules, crossed_wildcard, crossed_pieces()},
      {"values_refused_by_prefix", kRules, refused(R"({{"prefix":["x","y{}"]}})"),
       numbered(R"("x{:06}")")},
      {"values_refused_by_suffix", kRules, refused(R"({{"suffix":["x","y{}"]}})"),
       numbered(R"("{:06}x")")},
      {"values_refused_by_wildcard", kRules, refused(R"({{"wildcard":["x*","x*y{}z"]}})"),
       numbered(R"("x{:06}")")},
      {"values_missed_by_wildcard", kRules, missed(R"({{"wildcard":"*x*y{}*"}})"),
       numbered(R"("x{:06}y")")},
      {"values_missed_ignoring_case", kRules,
       missed(R"({{"prefix":{{"equals-ignore-case":"Y0{}"}}}})"), numbered(R"("yx{:06}")")},
      {"addresses_missed_by_networks", kRules, missed(R"({{"cidr":"10.0.{}.0/24"}})"), addresses()},
  };
}

}  // namespace angarium::bench
