#include "wire/unimplemented.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/version.h"
#include "wire/aws_operations.h"
#include "wire/service.h"

namespace angarium::wire {

bool is_unimplemented(const ServiceTable& service, std::string_view operation) {
  std::span<const std::string_view> names = aws_operations(service.name);
  return std::binary_search(names.begin(), names.end(), operation) &&
         service.find(operation) == nullptr;
}

Error not_implemented(const ServiceTable& service, std::string_view operation) {
  return {
      .code = "NotImplementedException",
      .message = fmt::format("Angarium {} does not implement the operation `{}` of `{}`. What it "
                             "implements is in docs/api/{}.md, and printed by `angarium api`.",
                             base::version(), operation, service.name, service.name),
      .status = 501,
      .fault = Fault::kReceiver};
}

}  // namespace angarium::wire
