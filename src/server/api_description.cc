#include "server/api_description.h"

#include "base/version.h"
#include "json/writer.h"
#include "server/services.h"
#include "wire/dump.h"

namespace angarium::server {

std::string describe_api() {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("version").string(base::version());
  writer.key("services").begin_array();
  for (const wire::ServiceTable* table : service_tables()) writer.raw(wire::dump(*table));
  writer.end_array().end_object();
  return out;
}

}  // namespace angarium::server
