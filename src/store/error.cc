#include "store/error.h"

#include <array>

namespace angarium::store {

namespace {

constexpr std::array<std::string_view, 13> kNames = {
    "StaleEpoch", "PreconditionFailed", "Duplicate", "Busy",    "TooLarge", "DiskFull",
    "Trimmed",    "Compacted",          "Stopped",   "Invalid", "Corrupt",  "UnsupportedFormat",
    "Io"};

std::string_view code_name(int code) { return kNames.at(static_cast<size_t>(code)); }

constexpr base::ErrorDomain kDomain{"store", code_name};

}  // namespace

const base::ErrorDomain& error_domain(StoreError) { return kDomain; }

}  // namespace angarium::store
