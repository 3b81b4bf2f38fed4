#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>

#include "base/mutex.h"
#include "pattern/index.h"
#include "pattern/index_writer.h"
#include "pattern/rule_set.h"

namespace angarium::pattern {

// An index with its writer, and which of its versions are held. Lives as long as a RuleIndex or any
// RuleSet needs it. Thread safe.
class VersionedIndex {
 public:
  // Puts the change into a new version, which is held from then on.
  uint64_t change(std::span<const uint32_t> removed, std::span<const Rule> added)
      AG_EXCLUDES(mutex_);
  void let_go(uint64_t version) AG_EXCLUDES(mutex_);

  size_t size() const AG_EXCLUDES(mutex_);
  const Index& index() const { return index_; }

 private:
  mutable base::Mutex mutex_;
  Index index_;  // read without the mutex (index.h)
  IndexWriter writer_ AG_GUARDED_BY(mutex_){index_};
  uint64_t newest_ AG_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, uint32_t> held_ AG_GUARDED_BY(mutex_);  // versions, by how many
};

struct RuleSet::Version {
 public:
  Version(std::shared_ptr<VersionedIndex> index, uint64_t number)
      : index_(std::move(index)), number_(number) {}
  ~Version() { index_->let_go(number_); }
  Version(const Version&) = delete;
  Version& operator=(const Version&) = delete;

  const Index& index() const { return index_->index(); }
  uint64_t number() const { return number_; }

 private:
  const std::shared_ptr<VersionedIndex> index_;
  const uint64_t number_;
};

}  // namespace angarium::pattern
