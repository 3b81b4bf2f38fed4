#include "wire/dump.h"

#include <array>
#include <map>

#include "json/writer.h"
#include "wire/aws_operations.h"
#include "wire/unimplemented.h"

namespace angarium::wire {
namespace {

using Shapes = std::map<std::string_view, const Shape*>;

std::string_view kind_name(Kind kind) {
  constexpr std::array<std::string_view, 10> kNames = {
      "string", "integer",   "long",      "double", "boolean",
      "blob",   "timestamp", "structure", "list",   "map"};
  return kNames[static_cast<size_t>(kind)];
}

void collect(const Shape& shape, Shapes& shapes) {
  if (shape.name.empty() || !shapes.emplace(shape.name, &shape).second) return;
  for (const Member& member : shape.members) {
    const TypeInfo* type = member.type;
    while (type != nullptr && type->element != nullptr) type = type->element;
    if (type != nullptr && type->kind == Kind::kStructure) collect(type->shape(), shapes);
  }
}

void write_type(const TypeInfo& type, const Constraint& constraint, json::Writer& writer) {
  writer.key("type").string(kind_name(type.kind));
  if (type.kind == Kind::kStructure) writer.key("shape").string(type.shape().name);
  if (constraint.min != std::numeric_limits<int64_t>::min()) {
    writer.key("min").integer(constraint.min);
  }
  if (constraint.max != kUnbounded) writer.key("max").integer(constraint.max);
  if (!constraint.expression.empty()) writer.key("pattern").string(constraint.expression);
  if (constraint.values.empty()) return;
  writer.key("enum").begin_array();
  for (std::string_view value : constraint.values) writer.string(value);
  writer.end_array();
}

void write_query_names(const Member& member, json::Writer& writer) {
  writer.key("query_name").string(member.query_name);
  if (member.type->element == nullptr) return;
  writer.key("flattened").boolean(member.is_flattened);
  if (member.type->kind == Kind::kMap) {
    writer.key("key_name").string(member.key_name).key("value_name").string(member.value_name);
  }
}

void write_member(const Member& member, json::Writer& writer) {
  writer.begin_object();
  writer.key("name").string(member.name);
  writer.key("required").boolean(member.is_required);
  writer.key("supported").boolean(member.type != nullptr);
  if (member.type != nullptr) {
    write_type(*member.type, member.own, writer);
    write_query_names(member, writer);
    if (member.type->element != nullptr) {
      writer.key("element").begin_object();
      write_type(*member.type->element, member.element, writer);
      writer.end_object();
    }
    if (member.type->kind == Kind::kMap) {
      writer.key("key").begin_object();
      write_type(kTypeInfo<std::string>, member.key, writer);
      writer.end_object();
    }
  }
  writer.end_object();
}

}  // namespace

std::string dump(const ServiceTable& service) {
  std::string out;
  json::Writer writer(out);
  Shapes shapes;
  writer.begin_object().key("service").string(service.name);
  writer.key("api_version").string(service.api_version);
  writer.key("target_prefix").string(service.target_prefix);
  writer.key("query_namespace").string(service.query_namespace);
  writer.key("operations").begin_array();
  for (const Operation& operation : service.operations) {
    collect(operation.input(), shapes);
    collect(operation.output(), shapes);
    writer.begin_object().key("name").string(operation.name);
    writer.key("input").string(operation.input().name);
    writer.key("output").string(operation.output().name).end_object();
  }
  writer.end_array().key("unimplemented").begin_array();
  for (std::string_view name : aws_operations(service.name)) {
    if (is_unimplemented(service, name)) writer.string(name);
  }
  writer.end_array().key("shapes").begin_array();
  for (const auto& [name, shape] : shapes) {
    writer.begin_object().key("name").string(name).key("members").begin_array();
    for (const Member& member : shape->members) write_member(member, writer);
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
  return out;
}

}  // namespace angarium::wire
