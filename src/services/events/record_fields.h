#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/fields.h"

// What the records of this service have in common, in the terms of store/fields.h.
namespace angarium::services::events {

// Nothing when there is none.
void write_optional(store::FieldWriter& writer, uint32_t field,
                    const std::optional<std::string>& text);

// A map as one field for each entry, in the order of its keys: 1 the key, 2 the value.
void write_entries(store::FieldWriter& writer, uint32_t field,
                   const std::map<std::string, std::string>& entries);
// Adds the entry that is the reader's field.
base::Result<void> read_entry(store::FieldReader& reader,
                              std::map<std::string, std::string>& entries);

}  // namespace angarium::services::events
