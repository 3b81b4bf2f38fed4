#include "http/server.h"

namespace angarium::http {

Response Handler::reject(int status, std::string_view reason) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string(reason) + "\n";
  return response;
}

}  // namespace angarium::http
