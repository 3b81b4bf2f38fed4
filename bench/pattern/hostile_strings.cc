#include <fmt/format.h>

#include "bench/pattern/hostile_inputs.h"
#include "bench/pattern/hostile_texts.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRules = 300;

std::string event_of(std::string_view string) {
  return fmt::format(R"({{"detail":{{"b":0,"a":"{}","y":true}}}})", string);
}

std::string wanted_elsewhere(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"y":["{}"]}}}})", rule);
}

std::string wildcard(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":[{{"wildcard":"*a*aa*b{}"}}]}}}})", rule);
}

std::string middle_wildcard(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":[{{"wildcard":"*aaaaaaab{}*"}}]}}}})", rule);
}

std::string every_text_operator(uint32_t rule) {
  static constexpr std::string_view kMatchers[] = {
      R"("{}")",
      R"({{"prefix":"é{}"}})",
      R"({{"suffix":"é{}"}})",
      R"({{"equals-ignore-case":"É{}"}})",
      R"({{"prefix":{{"equals-ignore-case":"É{}"}}}})",
      R"({{"suffix":{{"equals-ignore-case":"É{}"}}}})",
      R"({{"wildcard":"*É*é{}"}})",
      R"({{"anything-but":{{"suffix":"é{}"}}}})",
  };
  return fmt::format(R"({{"detail":{{"a":[{}],"z":["never"]}}}})",
                     fmt::format(fmt::runtime(kMatchers[rule % std::size(kMatchers)]), rule));
}

}  // namespace

std::vector<HostileInput> long_strings() {
  return {
      {"wildcards_over_a_long_run", kRules, wildcard, event_of(megabyte_of("a"))},
      {"wildcards_inside_a_long_run", kRules, middle_wildcard, event_of(megabyte_of("a"))},
      {"escapes_wanted", kRules, every_text_operator, event_of(megabyte_of(R"(\u00e9)"))},
      {"escapes_unwanted", kRules, wanted_elsewhere, event_of(megabyte_of(R"(\u00e9)"))},
      {"backslashes_wanted", kRules, every_text_operator, event_of(megabyte_of(R"(\\)"))},
      {"backslashes_unwanted", kRules, wanted_elsewhere, event_of(megabyte_of(R"(\\)"))},
      {"quotes_unwanted", kRules, wanted_elsewhere, event_of(megabyte_of(R"(\")"))},
      {"beyond_ascii_wanted", kRules, every_text_operator, event_of(megabyte_of("é"))},
      {"beyond_ascii_unwanted", kRules, wanted_elsewhere, event_of(megabyte_of("é"))},
  };
}

}  // namespace angarium::bench
