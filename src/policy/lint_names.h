#pragma once

#include <string_view>

// What lint knows of names: facts of the services' authorization, not of any policy.
namespace angarium::policy {

// Of actions whose requests are for no resource, so that only `*` covers them.
bool has_no_resource(std::string_view action);

// Whether a request can have this key, in small letters. True of services that aren't known here.
bool is_known_key(std::string_view key);

// Whether a request can have several values for it.
bool has_many_values(std::string_view key);

}  // namespace angarium::policy
