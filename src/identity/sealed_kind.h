#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace angarium::identity {

// A sealed secret inside a stored record.
struct SealedSecret {
  std::string_view sealed;  // points into the record
  std::string context;      // that it was sealed under
};

// A kind of stored records that hold sealed secrets, so that key rotation finds them. Other rooms
// describe theirs; whoever seals something and stores it must.
struct SealedKind {
  store::Key prefix;  // of their keys, in whatever partition
  // None: this record has no secret. An error stops the rotation.
  base::Result<std::optional<SealedSecret>> (*secret_in)(const store::Partition& partition,
                                                         const store::TableItem& record);
};

}  // namespace angarium::identity
