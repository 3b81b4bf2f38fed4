#include <cstdint>

#include "pattern/event_check_fuzz.h"

namespace {

// Every operator, on few names, so that what a fuzzer finds is asked for.
const char* const kPatterns[] = {
    R"({"a":["x"]})",
    R"({"a":["","\"","\\","é","😀","\ud83d"]})",
    R"({"a":[1,0,0.1,1e400,9007199254740993]})",
    R"({"a":[true]})",
    R"({"a":[false,null]})",
    R"({"a":["10.7.0.1","::1"]})",
    R"({"a":[{"prefix":"x"},{"suffix":"z"}]})",
    R"({"a":[{"prefix":{"equals-ignore-case":"xß"}},{"suffix":{"equals-ignore-case":"K"}}]})",
    R"({"a":[{"equals-ignore-case":"xyé"}]})",
    R"({"a":[{"wildcard":"*x*z"},{"wildcard":"\\**"}]})",
    R"({"a":[{"numeric":[">",0,"<=",10]},{"numeric":["=",-1.5]}]})",
    R"({"a":[{"cidr":"10.0.0.0/8"},{"cidr":"fe80::/10"}]})",
    R"({"a":[{"anything-but":["x","y"]}]})",
    R"({"a":[{"anything-but":[1,2]}]})",
    R"({"a":[{"anything-but":{"wildcard":"x*"}}]})",
    R"({"a":[{"anything-but":{"equals-ignore-case":"X"}}]})",
    R"({"a":[{"exists":true}],"b":["x"]})",
    R"({"a":[{"exists":false}]})",
    R"({"a":{"b":["x"]},"a.c":["x"]})",
    R"({"a":{"b":["x"],"z":[{"exists":false}]}})",
    R"({"a":{"z":["x"],"b":[{"exists":false}]}})",
    R"({"a":{"b":["x"],"c":{"b":[{"anything-but":"x"}]}}})",
    R"({"$or":[{"a":["x"]},{"b":["y"],"c":["z"]}],"c":[{"exists":true}]})",
    R"({"":["x"],".":[{"exists":false}]})",
    R"({"a..b":["x"],"\u0000":[1]})",
    R"({"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":["x"]})",
    R"({"source":["shop"],"detail":{"state":["paid"],"total":[{"numeric":[">",1]}]}})",
    R"({"detail":{"\ud83d":["x"],"items":{"id":["1"],"n":[{"exists":false}]}}})",
};

struct FixedRules : angarium::pattern::EventCheck {
  explicit FixedRules(angarium::pattern::Entrances& entrances) : EventCheck(entrances) {
    for (const char* pattern : kPatterns) {
      if (!add(pattern)) __builtin_trap();
    }
  }
};

}  // namespace

// Input: the text of an event.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static angarium::pattern::Entrances entrances;
  static FixedRules rules(entrances);
  rules.check({reinterpret_cast<const char*>(data), size});
  return 0;
}
