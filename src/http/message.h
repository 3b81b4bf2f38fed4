#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace angarium::http {

struct Header {
  std::string_view name;
  std::string_view value;
};

// Header fields in the order they arrived or were added. Names keep their spelling and compare
// without regard to ASCII case. A plain value. All text lies in one buffer, so a message costs two
// allocations whatever its number of fields; views are valid until the object is changed, moved or
// destroyed.
class Headers {
 public:
  class Iterator {
   public:
    Iterator(const Headers* headers, size_t index) : headers_(headers), index_(index) {}
    Header operator*() const { return (*headers_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Headers* headers_;
    size_t index_;
  };

  void add(std::string_view name, std::string_view value);
  void reserve(size_t field_count, size_t text_bytes);

  // The first value of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  // Every value of that name, in order.
  std::vector<std::string_view> find_all(std::string_view name) const;

  size_t size() const { return fields_.size(); }
  bool empty() const { return fields_.empty(); }
  Header operator[](size_t index) const;
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  struct Field {
    uint32_t start;  // of the name in text_; the value follows it
    uint32_t name_length;
    uint32_t value_length;
  };
  std::string text_;
  std::vector<Field> fields_;
};

bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII only

struct Request {
  std::string method;        // as sent; methods are case sensitive
  std::string target;        // raw bytes as on the wire: path and query, not decoded
  Headers headers;           // without trailers
  std::string body;          // chunks joined
  std::string peer_address;  // the client's IP address; over a Unix socket "uid=1000 pid=4711"
  bool secure = false;       // came over TLS
  // The host that the client asked this server to reach for it, when it came through a tunnel or in
  // a proxy's absolute form; empty when it asked this server itself.
  std::string proxied_host;
  base::Time received_time;  // when its header was complete
};

// What a handler answers. Content-Length, Date, Connection and Transfer-Encoding are the server's
// business: fields of these names are left out. To a HEAD request the server sends the
// length of `body` but not the body.
struct Response {
  int status = 200;
  std::string content_type;  // empty: no such field
  Headers headers;
  std::string body;
  bool close = false;  // end the connection after this answer
};

// "Not Found" for 404; empty for a number without one.
std::string_view reason_phrase(int status);

}  // namespace angarium::http
