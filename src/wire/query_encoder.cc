#include <fmt/format.h>

#include "base/base64.h"
#include "base/time.h"
#include "json/scanner.h"
#include "wire/query_codec.h"

namespace angarium::wire {
namespace {

void open(std::string_view name, std::string& out) { out.append("<").append(name).append(">"); }
void close(std::string_view name, std::string& out) { out.append("</").append(name).append(">"); }

void encode_structure(const Shape& shape, const void* object, std::string& out);

void encode_scalar(Kind kind, const void* value, std::string& out) {
  switch (kind) {
    case Kind::kString: append_xml_text(*static_cast<const std::string*>(value), out); break;
    case Kind::kInteger: out += fmt::to_string(*static_cast<const int32_t*>(value)); break;
    case Kind::kLong: out += fmt::to_string(*static_cast<const int64_t*>(value)); break;
    case Kind::kDouble: out += fmt::to_string(*static_cast<const double*>(value)); break;
    case Kind::kBoolean: out += *static_cast<const bool*>(value) ? "true" : "false"; break;
    case Kind::kBlob: out += base::encode_base64(static_cast<const Blob*>(value)->bytes); break;
    case Kind::kTimestamp:
      out += base::format_iso_milliseconds(*static_cast<const base::Time*>(value));
      break;
    default: break;
  }
}

void encode_element(std::string_view name, const TypeInfo& type, const void* value,
                    std::string& out) {
  open(name, out);
  if (type.kind == Kind::kStructure) {
    encode_structure(type.shape(), value, out);
  } else {
    encode_scalar(type.kind, value, out);
  }
  close(name, out);
}

// A flattened list repeats its own name, <Message>..</Message><Message>..</Message>; another wraps
// its elements, <List><member>..</member></List>. Maps likewise, with <entry>.
void encode_collection(const Member& member, const void* value, std::string& out) {
  const TypeInfo& type = *member.type;
  bool is_map = type.kind == Kind::kMap;
  std::string_view each =
      member.is_flattened ? member.query_name : (is_map ? "entry" : member.item_name);
  if (!member.is_flattened) open(member.query_name, out);
  if (is_map) {
    type.each(value, [&](const std::string& key, const void* element) {
      open(each, out);
      encode_element(member.key_name, kTypeInfo<std::string>, &key, out);
      encode_element(member.value_name, *type.element, element, out);
      close(each, out);
    });
  } else {
    for (size_t i = 0; i < type.size(value); ++i) {
      encode_element(each, *type.element, type.at(value, i), out);
    }
  }
  if (!member.is_flattened) close(member.query_name, out);
}

void encode_structure(const Shape& shape, const void* object, std::string& out) {
  for (const Member& member : shape.members) {
    const void* value = member.type != nullptr ? member.find(object) : nullptr;
    if (value == nullptr) continue;
    if (member.type->element != nullptr) {
      encode_collection(member, value, out);
    } else {
      encode_element(member.query_name, *member.type, value, out);
    }
  }
}

bool is_xml_control(unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

}  // namespace

void append_xml_text(std::string_view text, std::string& out) {
  if (!json::is_utf8(text)) {
    out += "\xEF\xBF\xBD";
    return;
  }
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\r':
        out += "&#xD;";  // a parser turns a plain one into a line feed
        break;
      default:
        if (is_xml_control(static_cast<unsigned char>(c))) {
          out += "\xEF\xBF\xBD";
        } else {
          out += c;
        }
    }
  }
}

std::string encode_query_response(std::string_view operation, std::string_view xml_namespace,
                                  std::string_view request_id, const Shape& shape,
                                  const void* object) {
  std::string out = fmt::format("<{}Response xmlns=\"{}\">", operation, xml_namespace);
  if (!shape.name.empty()) {
    std::string result = fmt::format("{}Result", operation);
    open(result, out);
    encode_structure(shape, object, out);
    close(result, out);
  }
  out += fmt::format("<ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></{}Response>",
                     request_id, operation);
  return out;
}

std::string encode_query_error(const Error& error, std::string_view xml_namespace,
                               std::string_view request_id) {
  std::string out =
      fmt::format("<ErrorResponse xmlns=\"{}\"><Error><Type>{}</Type><Code>", xml_namespace,
                  error.fault == Fault::kSender ? "Sender" : "Receiver");
  append_xml_text(error.code_in_query(), out);
  out += "</Code><Message>";
  append_xml_text(error.message_in_query(), out);
  out += fmt::format("</Message></Error><RequestId>{}</RequestId></ErrorResponse>", request_id);
  return out;
}

}  // namespace angarium::wire
