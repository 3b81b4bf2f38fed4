// A body as JSON and as a form, decoded into a shape that has every kind of member and contains
// itself. Whatever the bytes, each ends in a Result, and what was decoded can be encoded.
#include <cstdint>
#include <memory>

#include "wire/json_codec.h"
#include "wire/query_codec.h"

namespace base = angarium::base;
namespace wire = angarium::wire;

namespace {

struct Node {
  std::string name;
  std::optional<int32_t> integer;
  std::optional<int64_t> long_number;
  std::optional<double> number;
  std::optional<bool> flag;
  std::optional<wire::Blob> blob;
  std::optional<base::Time> time;
  std::vector<Node> nodes;
  std::vector<std::string> texts;
  std::map<std::string, std::string> map;
  std::map<std::string, Node> node_map;
  static const wire::Shape& shape();
};

const wire::Shape& Node::shape() {
  using wire::Constraint;
  using wire::member;
  static constexpr wire::Member kMembers[] = {
      member<&Node::name>("N").required().length(1, 4).pattern("[a-z]+"),
      member<&Node::integer>("I").range(1, 9),
      member<&Node::long_number>("L"),
      member<&Node::number>("D"),
      member<&Node::flag>("F"),
      member<&Node::blob>("B").length(0, 3),
      member<&Node::time>("T"),
      member<&Node::nodes>("S").items(0, 3),
      member<&Node::texts>("X").flattened("X").each(Constraint().length(1, 2)),
      member<&Node::map>("M").keys(Constraint().pattern("[a-z]*")),
      member<&Node::node_map>("E").flattened_map("E", "K", "V"),
      wire::unsupported("U"),
  };
  static constexpr wire::Shape kShape{"Node", kMembers};
  return kShape;
}

const wire::Patterns& patterns() {
  static const auto compiled = [] {
    auto made = std::make_unique<wire::Patterns>();
    made->add(Node::shape());
    return made;
  }();
  return *compiled;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view body(reinterpret_cast<const char*>(data), size);
  std::string out;
  {
    Node node;
    wire::Violations violations;
    wire::Decoding decoding{.patterns = patterns(), .violations = violations};
    if (wire::decode_json(body, Node::shape(), &node, decoding).ok()) {
      wire::encode_json(Node::shape(), &node, out);
    }
    out += violations.message();
  }
  auto form = wire::Form::parse(body);
  if (!form.ok()) return 0;
  Node node;
  wire::Violations violations;
  wire::Decoding decoding{.patterns = patterns(), .violations = violations};
  if (wire::decode_query(*form, Node::shape(), &node, decoding).ok()) {
    out += wire::encode_query_response("Op", "urn:x", "id", Node::shape(), &node);
  }
  out += violations.message();
  return 0;
}
