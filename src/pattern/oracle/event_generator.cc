#include "pattern/oracle/event_generator.h"

#include <fmt/format.h>

#include "pattern/oracle/number.h"
#include "pattern/oracle/spelling.h"

namespace angarium::pattern::oracle {
namespace {

constexpr std::string_view kLiterals[] = {"true", "false", "null"};

}  // namespace

std::string EventGenerator::event() {
  static constexpr size_t kSpaces[] = {0, 0, 0, 0, 1, 3, 40};
  space_max_ = one_of(kSpaces, random_);
  values_left_ = 40;  // what the oracle can try in all combinations
  return space() + object(0) + space();
}

std::string EventGenerator::space() {
  static constexpr std::string_view kSpace = " \n\t\r ";
  std::string text;
  for (size_t i = random_.below(space_max_ + 1); i > 0; --i) text += one_of(kSpace, random_);
  return text;
}

std::string EventGenerator::object(int depth) {
  std::string text = "{" + space();
  size_t count = random_.below(depth == 0 ? 7 : 4);
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) text += "," + space();
    bool is_ignored = chance(0.1);
    std::u32string name = is_ignored
                              ? random_characters(random_, 4 + random_.below(40))
                              : words_.names[random_.below(chance(0.7) ? 3 : words_.names.size())];
    text += spell_string(name, random_) + space() + ":" + space();
    text += (is_ignored ? ignored(depth) : value(depth + 1)) + space();
  }
  return text + "}";
}

std::string EventGenerator::array(int depth) {
  std::string text = "[" + space();
  size_t count = random_.below(chance(0.05) ? 20 : 4);
  for (size_t i = 0; i < count; ++i)
    text += (i == 0 ? "" : "," + space()) + value(depth + 1) + space();
  return text + "]";
}

std::string EventGenerator::value(int depth) {
  if (values_left_ > 0) --values_left_;
  if (depth > 5 || values_left_ == 0 || chance(0.5)) return scalar();
  return chance(0.5) ? array(depth) : object(depth);
}

std::string EventGenerator::scalar() {
  size_t kind = random_.below(10);
  if (kind == 0) return std::string(one_of(kLiterals, random_));
  if (kind > 3) return characters();
  const std::string& text = one_of(words_.numbers, random_);
  return chance(0.3) ? spell_number(read_number(text), random_) : text;
}

std::string EventGenerator::characters() {
  if (chance(0.1)) return '"' + spell_address(one_of(words_.addresses, random_), random_) + '"';
  std::u32string text = one_of(words_.strings, random_);
  if (chance(0.2)) text = varied(text, random_);
  return spell_string(text, random_);
}

std::string EventGenerator::ignored(int depth) {
  size_t kind = random_.below(depth < 6 ? 6 : 4);
  if (kind == 0) return std::string(one_of(kLiterals, random_));
  if (kind == 1) return one_of(words_.numbers, random_);
  if (kind < 4) return spell_string(random_characters(random_, random_.below(200)), random_);
  std::string name = kind == 5 ? "" : spell_string(one_of(words_.names, random_), random_) + ":";
  std::string text = (kind == 5 ? "[" : "{") + name + ignored(depth + 1);
  while (chance(0.5)) text += "," + space() + name + ignored(depth + 1);
  return text + (kind == 5 ? "]" : "}");
}

}  // namespace angarium::pattern::oracle
