#pragma once

#include "store/store.h"

namespace angarium::services::events {

// Calls `take(item)` for every record under `prefix`.
template <class Take>
base::Result<void> scan_all(store::Store& store, const store::Partition& partition,
                            const store::Key& prefix, Take take) {
  store::ScanRequest request{.prefix = prefix, .after = {}};
  while (true) {
    AG_TRY(page, store.scan(partition, request));
    for (const store::TableItem& item : page.items) AG_CHECK(take(item));
    if (!page.more) return {};
    request.after = page.items.back().key;
  }
}

}  // namespace angarium::services::events
