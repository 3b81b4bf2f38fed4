#include "bus/envelope.h"

#include "json/writer.h"

namespace angarium::bus {

std::string render_envelope(const Event& event) {
  std::string out;
  out.reserve(event.payload.size() + 512);  // the rest of most envelopes
  json::Writer writer(out);
  writer.begin_object();
  writer.key("version").string("0");
  writer.key("id").string(event.id.text());
  writer.key("detail-type").string(event.detail_type);
  writer.key("source").string(event.source);
  writer.key("account").string(event.account.text());
  writer.key("time").string(base::format_iso_seconds(event.time));
  writer.key("region").string(event.region.text());
  if (!event.replay_name.empty()) writer.key("replay-name").string(event.replay_name);
  writer.key("resources").begin_array();
  for (const std::string& resource : event.resources) writer.string(resource);
  writer.end_array();
  writer.key("detail").raw(event.payload);
  writer.end_object();
  return out;
}

}  // namespace angarium::bus
