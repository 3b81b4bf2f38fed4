#include "store/draft.h"

namespace angarium::store {

Revision Draft::accept() {
  const bool logs_changed = state_.logs.accept();
  const bool queues_changed = state_.queues.accept();
  if (logs_changed || queues_changed || overlay_.changed()) {
    ++record_.revision;
    state_.record = record_;
    state_.marks_made += marks_made_;
    state_.marks_low = std::min(state_.marks_low, marks_low_);
  }
  return state_.record.revision;
}

void Draft::discard() {
  overlay_.roll_back();
  state_.logs.discard();
  state_.queues.discard();
}

}  // namespace angarium::store
