#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace angarium::bench {

// The least that must be read of an event for a kind of rule. The names are paths.
enum class Floor : uint8_t {
  kStreet,             // properties.STREET
  kLot,                // properties.MAPBLKLOT
  kFirstCoordinates,   // geometry.type and geometry.firstCoordinates.x, the number parsed
  kSourceAndCustomer,  // source and detail.customer
  kMembersOfDetail,    // source, detail-type, and the names of detail's members
  kLastOfDetail,       // detail.last
  kEveryToken,         // every token visited, numbers left unparsed
};

// What simdjson alone needs for a kind of rule: the bound that no matcher of JSON text beats by
// much, because the text must be read. On-demand, the fastest way it has. One thread.
class FloorReader {
 public:
  FloorReader();
  FloorReader(const FloorReader&) = delete;
  FloorReader& operator=(const FloorReader&) = delete;
  ~FloorReader();

  // Reads one event; at least kPadding readable bytes must follow it. Answers a number made of what
  // was found, so that the work can't be left out. Ends the process when the event is not JSON.
  uint64_t read(Floor floor, std::string_view event);

 private:
  struct State;
  std::unique_ptr<State> state_;
};
inline constexpr size_t kFloorPadding = 64;

// "icelake" or the like: the kernel of simdjson that indexes the text, chosen at run time, and the
// one that walks over it, which is chosen when this is compiled.
std::string floor_index_kernel();
std::string_view floor_walk_kernel();
// What it says of the floor, for people: "simdjson on-demand: properties.STREET".
std::string_view name(Floor floor);

}  // namespace angarium::bench
