#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/filing.h"
#include "pattern/index.h"
#include "pattern/pattern.h"
#include "pattern/reclaim.h"

namespace angarium::pattern {

// The one who changes an Index. Not thread safe itself; readers of the index need not wait for it.
class IndexWriter {
 public:
  explicit IndexWriter(Index& index) : index_(index) {}
  ~IndexWriter();
  IndexWriter(const IndexWriter&) = delete;
  IndexWriter& operator=(const IndexWriter&) = delete;

  // Both take effect in views of `version`, which nobody has yet. add() replaces the rule of that
  // id; remove() ignores an id that isn't there.
  void add(uint32_t id, const Pattern& pattern, uint64_t version);
  void remove(uint32_t id, uint64_t version);

  // Unlinks the rules that no view from `oldest` on sees, and frees what was unlinked when `oldest`
  // did not exist yet. `newest`: the newest version that anyone may have a view of.
  void sweep(uint64_t oldest, uint64_t newest);

  size_t size() const { return rules_.size(); }

 private:
  struct Plan;

  CompiledRule* compile(const Pattern& pattern, Plan& plan);
  void plan_conjunction(const Conjunction& conjunction, Plan& plan);
  void plan_leaf(const Leaf& leaf, Plan& plan);
  uint32_t plan_access(const Conjunction& conjunction, size_t first_leaf, Plan& plan);
  uint64_t weigh(const Leaf& leaf, const Path& path, bool& decides);
  void file(Path& path, std::vector<Key*>& postings);
  void link(CompiledRule& rule, const Plan& plan);
  void unlink(CompiledRule& rule);

  Path* path_of(std::string_view text);
  NameNode* child_of(NameNode& node, std::string_view name);
  void release_path(Path& path);
  void prune(NameNode* node);
  Key* find_key(const Path& path, const KeyName& name, uint64_t hash) const;
  size_t count_filed(const Path& path, const KeyName& name) const;
  Key* key_of(Path& path, const KeyName& name);
  void drop_key(Key& key);

  Index& index_;
  Numbers path_numbers_{index_.paths_end};
  Numbers key_numbers_{index_.keys_end};
  Numbers conjunction_numbers_{index_.conjunctions_end};
  Reclaimer reclaimer_;
  uint64_t newest_ = 0;  // of the views handed out: what is taken out now may be seen up to there
  absl::flat_hash_map<uint32_t, CompiledRule*> rules_;  // by id; those not removed
  std::deque<CompiledRule*> removed_;                   // still linked; versions ascend
  std::vector<FiledMatcher> filed_;                     // of the leaf being weighed
  std::vector<FiledMatcher> chosen_;                    // of the best leaf so far
};

}  // namespace angarium::pattern
