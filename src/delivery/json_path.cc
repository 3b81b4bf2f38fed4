#include "delivery/json_path.h"

#include <algorithm>
#include <charconv>

#include "delivery/transform_error.h"

namespace angarium::delivery {
namespace {

bool is_name_character(char c) {
  constexpr std::string_view kReserved = ".[]()'\"<>?,:*";
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7f &&
         kReserved.find(c) == std::string_view::npos;
}

base::Error refused(std::string_view text, std::string_view why) {
  return base::Error(TransformError::kPath,
                     "path `" + std::string(text) + "`: " + std::string(why));
}

// Takes the step that begins at the front of `rest`; false when there is none to be read.
bool take_step(std::string_view& rest, PathStep& step) {
  if (rest.starts_with(".*") || rest.starts_with("[*]")) {
    step.kind = PathStep::Kind::kAll;
    rest.remove_prefix(rest[0] == '.' ? 2 : 3);
    return true;
  }
  const bool named = rest[0] == '.';
  if (!named && rest[0] != '[') return false;
  rest.remove_prefix(1);
  if (named) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
    step.name.assign(rest.begin(), end);
    rest.remove_prefix(step.name.size());
    return !step.name.empty();
  }
  step.kind = PathStep::Kind::kIndex;
  const char* end = rest.data() + rest.size();
  const auto [stop, code] = std::from_chars(rest.data(), end, step.index);
  if (code != std::errc() || stop == end || *stop != ']') return false;
  rest.remove_prefix(static_cast<size_t>(stop - rest.data()) + 1);
  return true;
}

}  // namespace

bool JsonPath::is_definite() const {
  return std::none_of(steps.begin(), steps.end(),
                      [](const PathStep& step) { return step.kind == PathStep::Kind::kAll; });
}

base::Result<JsonPath> parse_json_path(std::string_view text) {
  if (!text.starts_with('$')) return refused(text, "it must begin with `$`");
  JsonPath path;
  for (std::string_view rest = text.substr(1); !rest.empty();) {
    if (path.steps.size() == kPathStepsMax) return refused(text, "it has too many steps");
    PathStep step;
    if (!take_step(rest, step)) {
      return refused(text, "only steps such as `.name`, `[0]` and `.*` are supported");
    }
    path.steps.push_back(std::move(step));
  }
  return path;
}

}  // namespace angarium::delivery
