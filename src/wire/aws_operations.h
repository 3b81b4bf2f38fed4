#pragma once

#include <span>
#include <string_view>

namespace angarium::wire {

// The names of all operations that AWS's service has, sorted, whether Angarium has them or not;
// none for a service that Angarium knows nothing of. `service` as in ServiceTable::name.
std::span<const std::string_view> aws_operations(std::string_view service);

}  // namespace angarium::wire
