#include "load/received.h"

#include "json/value.h"
#include "json/writer.h"

namespace angarium::load {

std::string delete_body(std::string_view queue_url, std::string_view answer,
                        const std::function<void(std::string_view)>& see) {
  auto document = json::Document::parse(answer);
  if (!document.ok()) return {};
  auto messages = document->root().find("Messages");
  if (!messages || messages->size() == 0) return {};
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("QueueUrl").string(queue_url).key("Entries").begin_array();
  int index = 0;
  for (json::Value message : messages->elements()) {
    see(*message.find("Body")->string());
    writer.begin_object().key("Id").string(std::to_string(index++));
    writer.key("ReceiptHandle").string(*message.find("ReceiptHandle")->string()).end_object();
  }
  writer.end_array().end_object();
  return body;
}

}  // namespace angarium::load
