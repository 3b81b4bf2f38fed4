#include <fmt/format.h>

#include "bench/pattern/hostile_inputs.h"
#include "bench/pattern/hostile_texts.h"

namespace angarium::bench {
namespace {

constexpr uint32_t kRules = 300;
constexpr size_t kDepth = 990;  // of an element, in an array in a detail

std::string event_of(std::string_view list) {
  return fmt::format(R"({{"detail":{{"a":[{}]}}}})", list);
}

std::string below(std::string_view path, uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":{{{}:["{}"]}}}}}})", path, rule);
}

// Down the path of the nested objects, each rule to another depth.
std::string deep_rule(uint32_t rule) {
  return R"({"detail":{"a":)" + repeated(R"({"n":)", 1 + rule) + R"(["x"])" +
         repeated("}", 1 + rule) + "}}";
}

std::string deep_objects() {
  return event_of(megabyte_list(repeated(R"({"n":)", kDepth) + "1" + repeated("}", kDepth)));
}

std::string deep_arrays() {
  return event_of(megabyte_list(repeated("[", kDepth) + "1" + repeated("]", kDepth)));
}

std::string elements(std::string_view element) { return event_of(megabyte_list(element)); }

// Names of one length that begin and end alike.
std::string similar_names() {
  std::string members;
  for (uint32_t i = 0; members.size() < kMegabyte; ++i) {
    members += fmt::format(R"({}"customer-{:07}-number":1)", members.empty() ? "" : ",", i);
  }
  return fmt::format(R"({{"detail":{{"a":{{{}}}}}}})", members);
}
std::string similar_rule(uint32_t rule) {
  return below(fmt::format(R"("customer-x{:06}-number")", rule), rule);
}

// Members whose names hold dots, so that many ways lead to a path.
std::string dotted_rule(uint32_t rule) {
  return fmt::format(R"({{"detail":{{"a":{{"b":{{"c":{{"d":["{}"]}}}}}}}}}})", rule);
}
std::string dotted_event() {
  return fmt::format(R"({{"detail":{{{}}}}})",
                     megabyte_list(R"("a.b":{"c":{"d":"x"}},"a":{"b.c":{"d":"x"},"b.c.d":"x"})"));
}

// 10 x 10 x 10 conjunctions.
std::string products(uint32_t) {
  std::string ors[3];
  for (size_t i = 0; i < 3; ++i) {
    for (int j = 0; j < 10; ++j) {
      ors[i] += fmt::format(R"({}{{"{}":[{}]}})", j ? "," : "", "bcd"[i], j);
    }
  }
  return fmt::format(R"({{"detail":{{"a":{{"$or":[{}],"x":{{"$or":[{}],"y":{{"$or":[{}]}}}}}}}}}})",
                     ors[0], ors[1], ors[2]);
}

}  // namespace

std::vector<HostileInput> odd_shapes() {
  auto wide_rule = [](uint32_t rule) { return below(R"("b")", rule); };
  return {
      {"deep_objects", kRules, deep_rule, deep_objects()},
      {"deep_arrays", kRules, wide_rule, deep_arrays()},
      {"empty_arrays", kRules, wide_rule, elements("[]")},
      {"empty_objects", kRules, wide_rule, elements("{}")},
      {"similar_names", kRules, similar_rule, similar_names()},
      {"dotted_names", 1, dotted_rule, dotted_event()},
      {"one_name_repeated", kRules, [](uint32_t rule) { return below(R"("b")", rule); },
       fmt::format(R"({{"detail":{{"a":{{{}}}}}}})", megabyte_list(R"("b":1)"))},
      {"white_space", kRules, wide_rule, event_of(megabyte_of(" \n"))},
      {"or_products", 1, products,
       elements(R"({"b":1,"x":{"c":1}},{"b":2,"x":{"y":{"d":3}}},{"x":{"c":4,"y":{"d":5}}})")},
  };
}

}  // namespace angarium::bench
