// First line the template (`\n` for a line break) or, behind `$`, a path; then lines "name:path";
// after an empty line the event. A transform that was taken makes of a valid event text in UTF-8;
// of a JSON template it is a JSON object.
#include <cstdint>
#include <cstdlib>

#include "delivery/transform.h"
#include "json/scanner.h"

namespace delivery = angarium::delivery;
namespace json = angarium::json;
using delivery::Transform;
using delivery::TransformSource;

namespace {

std::string_view take_line(std::string_view& rest) {
  const size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

TransformSource read_source(std::string_view& rest) {
  TransformSource source;
  source.text = take_line(rest);
  source.kind = source.text.starts_with('$') ? TransformSource::Kind::kPath
                                             : TransformSource::Kind::kTemplate;
  for (size_t at; (at = source.text.find("\\n")) != std::string::npos;) {
    source.text.replace(at, 2, "\n");
  }
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest)) {
    const size_t colon = std::min(line.find(':'), line.size());
    source.paths[std::string(line.substr(0, colon))] =
        line.substr(std::min(colon + 1, line.size()));
  }
  return source;
}

void check(const TransformSource& source, const std::string& result) {
  if (!json::is_utf8(result)) std::abort();
  if (result.size() > delivery::kTransformedBytesMax) std::abort();
  const bool is_json = source.text.find_first_not_of(" \t\r\n") == source.text.find('{');
  if (source.kind != TransformSource::Kind::kTemplate || !is_json) return;
  if (!json::validate_object(result, 5000).ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const TransformSource source = read_source(rest);
  auto transform = Transform::parse(source);
  if (!transform.ok()) return 0;
  auto result =
      transform->apply({rest, angarium::base::from_unix_ms(0), "arn:aws:events:r:1:rule/bus/name"});
  if (result.ok() && json::validate_object(rest, 1000).ok()) check(source, *result);
  return 0;
}
