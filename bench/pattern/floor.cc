// Compiled for the machine at hand (CMakeLists.txt): simdjson's on-demand walk is chosen at compile
// time, and for a portable build that is its fallback. (Its index of the text is chosen at run time
// either way.)
#include "bench/pattern/floor.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cstdlib>

#define AG_NAME_OF_INNER(token) #token
#define AG_NAME_OF(token) AG_NAME_OF_INNER(token)

namespace angarium::bench {
namespace {

namespace ondemand = simdjson::ondemand;

// The number that the reader answers; what is read is added so that it counts as used.
uint64_t taken(ondemand::raw_json_string text) { return static_cast<unsigned char>(text.raw()[0]); }

uint64_t text_of(simdjson::simdjson_result<ondemand::value> value) {
  if (value.is_null()) return 1;
  return taken(value.get_raw_json_string().value());
}

uint64_t visit(ondemand::value value) {
  uint64_t sum = 1;
  switch (value.type().value()) {
    case ondemand::json_type::object:
      for (auto field : value.get_object()) {
        sum += taken(field.key().value());
        sum += visit(field.value().value());
      }
      return sum;
    case ondemand::json_type::array:
      for (auto element : value.get_array()) sum += visit(element.value());
      return sum;
    case ondemand::json_type::string: return sum + taken(value.get_raw_json_string().value());
    case ondemand::json_type::number: return sum + value.raw_json_token().size();
    case ondemand::json_type::boolean: return sum + (value.get_bool().value() ? 1 : 0);
    case ondemand::json_type::null: return sum + (value.is_null() ? 1 : 0);
  }
  return sum;
}

uint64_t visit_document(ondemand::document& document) {
  uint64_t sum = 0;
  for (auto field : document.get_object()) {
    sum += taken(field.key().value());
    sum += visit(field.value().value());
  }
  return sum;
}

uint64_t first_coordinates(ondemand::document& document) {
  ondemand::object geometry = document.find_field("geometry").get_object();
  uint64_t sum = text_of(geometry.find_field("type"));
  double x = geometry.find_field("firstCoordinates").get_object().find_field("x").get_double();
  return sum + static_cast<uint64_t>(-x);
}

uint64_t source_and_customer(ondemand::document& document) {
  uint64_t sum = text_of(document.find_field("source"));
  return sum + text_of(document.find_field("detail").get_object().find_field("customer"));
}

uint64_t members_of_detail(ondemand::document& document) {
  uint64_t sum = text_of(document.find_field("detail-type"));
  sum += text_of(document.find_field("source"));
  for (auto field : document.find_field("detail").get_object()) sum += taken(field.key().value());
  return sum;
}

}  // namespace

struct FloorReader::State {
  ondemand::parser parser;

  uint64_t read(Floor floor, ondemand::document& document) {
    switch (floor) {
      case Floor::kStreet:
        return text_of(document.find_field("properties").get_object().find_field("STREET"));
      case Floor::kLot:
        return text_of(document.find_field("properties").get_object().find_field("MAPBLKLOT"));
      case Floor::kFirstCoordinates: return first_coordinates(document);
      case Floor::kSourceAndCustomer: return source_and_customer(document);
      case Floor::kMembersOfDetail: return members_of_detail(document);
      case Floor::kLastOfDetail:
        return text_of(document.find_field("detail").get_object().find_field("last"));
      case Floor::kEveryToken: return visit_document(document);
    }
    return 0;
  }
};

FloorReader::FloorReader() : state_(std::make_unique<State>()) {
  for (const simdjson::implementation* kernel : simdjson::get_available_implementations()) {
    // They are listed from the best to the plainest.
    if (!kernel->supported_by_runtime_system()) continue;
    simdjson::get_active_implementation() = kernel;
    break;
  }
}

FloorReader::~FloorReader() = default;

uint64_t FloorReader::read(Floor floor, std::string_view event) try {
  ondemand::document document =
      state_->parser.iterate(event.data(), event.size(), event.size() + kFloorPadding).value();
  return state_->read(floor, document);
} catch (const simdjson::simdjson_error& error) {
  fmt::print(stderr, "bench: simdjson can't read an event: {}\n", error.what());
  std::abort();
}

std::string floor_index_kernel() { return simdjson::get_active_implementation()->name(); }

// Not simdjson::builtin_implementation(): that is what the library itself was compiled with.
std::string_view floor_walk_kernel() { return AG_NAME_OF(SIMDJSON_BUILTIN_IMPLEMENTATION); }

std::string_view name(Floor floor) {
  switch (floor) {
    case Floor::kStreet: return "simdjson on-demand: properties.STREET";
    case Floor::kLot: return "simdjson on-demand: properties.MAPBLKLOT";
    case Floor::kFirstCoordinates:
      return "simdjson on-demand: geometry.type, geometry.firstCoordinates.x as a double";
    case Floor::kSourceAndCustomer: return "simdjson on-demand: source, detail.customer";
    case Floor::kMembersOfDetail:
      return "simdjson on-demand: detail-type, source, the names of detail's members";
    case Floor::kLastOfDetail: return "simdjson on-demand: detail.last";
    case Floor::kEveryToken: return "simdjson on-demand: every token, numbers unparsed";
  }
  return "";
}

}  // namespace angarium::bench
