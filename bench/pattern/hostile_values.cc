#include <fmt/format.h>

#include "bench/pattern/hostile_inputs.h"
#include "bench/pattern/hostile_texts.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRules = 300;

std::string event_of(std::string_view part) {
  return fmt::format(R"({{"detail":{{"a":[{}]}}}})", megabyte_list(part));
}

// A matcher at the path of the values, and a leaf that no event has: a match that fails at its end.
PatternText never(std::string (*matcher)(uint32_t)) {
  return [matcher](uint32_t rule) {
    return fmt::format(R"({{"detail":{{"a":[{}],"z":["never"]}}}})", matcher(rule));
  };
}

std::string range(uint32_t rule) {
  return fmt::format(R"({{"numeric":[">=",{},"<",{}]}})", rule, rule + 1'000);
}

std::string missed_range(uint32_t rule) {
  return fmt::format(R"({{"numeric":[">",{0}.25,"<",{0}.75]}})", rule);
}

std::string wildcard(uint32_t rule) { return fmt::format(R"({{"wildcard":"*aa*b{}*"}})", rule); }

std::string network(uint32_t rule) {
  return fmt::format(R"({{"cidr":"10.{}.0.0/{}"}})", rule % 2, 8 + rule % 8);
}

// Each shorter one is a prefix of all longer ones, and of the value.
std::string prefix(uint32_t rule) {
  return fmt::format(R"({{"prefix":"{}"}})", std::string(1 + rule % 100, 'a'));
}

std::string suffix(uint32_t rule) {
  return fmt::format(R"({{"suffix":"{}"}})", std::string(1 + rule % 100, 'a'));
}

std::string anything_but(uint32_t rule) {
  return fmt::format(R"({{"anything-but":"other-{}"}})", rule);
}

std::string anything_but_wildcard(uint32_t rule) {
  return fmt::format(R"({{"anything-but":{{"wildcard":"*aa*b{}*"}}}})", rule);
}

std::string exact(uint32_t rule) { return fmt::format(R"("x{}")", rule); }
std::string number(uint32_t rule) { return fmt::format("{}.0", rule + 2); }
std::string ignore_case(uint32_t rule) {
  return fmt::format(R"({{"equals-ignore-case":"{}{}"}})", std::string(50, 'A'), rule);
}

// Numbers as long as they may be, and none of them comparable by a short way.
std::string long_numbers() {
  std::string list;
  for (uint64_t i = 0; list.size() < kMegabyte; ++i) {
    list += fmt::format("{}{}.{:016}e-{}", list.empty() ? "" : ",", 1 + i % 9,
                        (i * 7'919'000'017ULL) % 10'000'000'000'000'000ULL, i % 300);
  }
  return fmt::format(R"({{"detail":{{"a":[{}]}}}})", list);
}

}  // namespace

std::vector<HostileInput> many_values() {
  std::string as = '"' + std::string(100, 'a') + '"';
  return {
      {"tiny_numbers", kRules, never(number), event_of("1")},
      {"tiny_strings", kRules, never(exact), event_of(R"("x")")},
      {"numbers_under_ranges", kRules, never(range), event_of("500")},
      {"numbers_beside_ranges", kRules, never(missed_range), event_of("150")},
      {"long_numbers_under_ranges", kRules, never(range), long_numbers()},
      {"near_wildcards", kRules, never(wildcard), event_of(as)},
      {"under_prefixes", kRules, never(prefix), event_of(as)},
      {"under_suffixes", kRules, never(suffix), event_of(as)},
      {"near_ignoring_case", kRules, never(ignore_case), event_of(as)},
      {"addresses_in_networks", kRules, never(network), event_of(R"("10.0.0.7")")},
      {"anything_but", kRules, never(anything_but), event_of(R"("x")")},
      {"anything_but_wildcard", kRules, never(anything_but_wildcard), event_of(as)},
  };
}

}  // namespace angarium::bench
