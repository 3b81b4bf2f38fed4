#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "pattern/key.h"
#include "pattern/names.h"

namespace angarium::pattern {

// What RuleSets of all versions read and one writer changes.
//
//   names             values of a path       keys               postings
//   (trie)            (Path::families)       (one table)        (lists)
//
//   detail -- order -- state  ------------>  state = "paid" --> rule 7: also source = shop
//          \- id                    \----->  state : "pa.." --> rule 9: ...
//          \- note  ---- present --------------------------->   rule 12: note is anything but "x"
//   always ------------------------------------------------->   rule 15: note does not exist
//
// Each conjunction is filed under one of its leaves only, the one that the fewest values and rules
// seem to share, so that an event comes across few rules in vain. What it comes across is verified
// leaf by leaf.
//
// Versions: the writer puts a rule in marked as `added` in the version to come, takes one out by
// marking it `removed` there, and then hands out a view of that version. Readers pass over rules
// that their version does not see, so every view is the rules of one moment, whole. What no view
// can see any more is unlinked, and freed when no view is left that could stand on it.
struct Index {
  Index() : names(nullptr, "") {}

  NameNode names;  // the root
  LookupTable<Key> keys;
  PostingList always;  // filed nowhere else

  // Above every index handed out so far: what a Scratch makes room for.
  std::atomic<uint32_t> paths_end{0};
  std::atomic<uint32_t> keys_end{0};
  std::atomic<uint32_t> conjunctions_end{0};
};

// Hands out small numbers and takes them back. Writer only.
class Numbers {
 public:
  explicit Numbers(std::atomic<uint32_t>& end) : end_(end) {}

  uint32_t take() {
    if (free_.empty()) return end_.fetch_add(1, std::memory_order_acq_rel);
    const uint32_t number = free_.back();
    free_.pop_back();
    return number;
  }
  void give_back(uint32_t number) { free_.push_back(number); }

 private:
  std::atomic<uint32_t>& end_;
  std::vector<uint32_t> free_;
};

}  // namespace angarium::pattern
