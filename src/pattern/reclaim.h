#pragma once

#include <cstdint>
#include <deque>
#include <type_traits>

namespace angarium::pattern {

// Memory that was taken out of a structure while readers may still stand on it. Each piece waits
// until every view that existed when it was taken out is gone. Used by the one writer only.
class Reclaimer {
 public:
  ~Reclaimer() { collect(UINT64_MAX); }

  // `version`: the newest view that may have seen it.
  template <class T>
  void retire(uint64_t version, T* object) {
    using Object = std::remove_const_t<T>;
    retire(version, const_cast<Object*>(object),  // NOLINT(cppcoreguidelines-pro-type-const-cast)
           [](void* memory) { delete static_cast<Object*>(memory); });
  }
  void retire(uint64_t version, void* object, void (*destroy)(void*)) {
    retired_.push_back({version, object, destroy});
  }

  // Frees what no view from `oldest` on can have seen.
  void collect(uint64_t oldest) {
    while (!retired_.empty() && retired_.front().version < oldest) {
      retired_.front().destroy(retired_.front().object);
      retired_.pop_front();
    }
  }

 private:
  struct Retired {
    uint64_t version;
    void* object;
    void (*destroy)(void*);
  };
  std::deque<Retired> retired_;  // versions ascend
};

}  // namespace angarium::pattern
