#include "simulation/disk.h"

namespace angarium::simulation {
namespace {

// The entries of a batch, a batch each.
class Splitter final : public store::Batch::Visitor {
 public:
  void put(std::string_view key, std::string_view value) override { next().put(key, value); }
  void erase(std::string_view key) override { next().erase(key); }
  void erase_range(std::string_view from, std::string_view to) override {
    next().erase_range(from, to);
  }
  std::vector<store::Batch> parts;

 private:
  store::Batch& next() { return parts.emplace_back(); }
};

// Marks of what has been seen are a batch after all else.
class MarksApart final : public store::Batch::Visitor {
 public:
  void put(std::string_view key, std::string_view value) override { part(key).put(key, value); }
  void erase(std::string_view key) override { part(key).erase(key); }
  void erase_range(std::string_view from, std::string_view to) override {
    part(from).erase_range(from, to);
  }
  store::Batch all_else, marks;

 private:
  // Kinds `d` and `x` of a partition's keys (docs/formats/store.md).
  store::Batch& part(std::string_view key) {
    const char kind = key.size() > 5 && key[0] == '\x01' ? key[5] : '\0';
    return kind == 'd' || kind == 'x' ? marks : all_else;
  }
};

}  // namespace

base::Result<void> Disk::write(const store::Batch& batch, store::Durability durability) {
  if (dying_ && sabotage_ == Sabotage::kTornCommits) return write_torn(batch, durability);
  if (!dying_ || sabotage_ != Sabotage::kRecordApart) return engine_.write(batch, durability);
  MarksApart parts;
  batch.visit(parts);
  base::Result<void> first = engine_.write(parts.all_else, durability);
  base::Result<void> second = engine_.write(parts.marks, durability);
  return first.ok() ? second : first;
}

// The last entries come first: a bus's cursor before the spills that let it move.
base::Result<void> Disk::write_torn(const store::Batch& batch, store::Durability durability) {
  Splitter splitter;
  batch.visit(splitter);
  base::Result<void> last;
  for (auto part = splitter.parts.rbegin(); part != splitter.parts.rend(); ++part) {
    last = engine_.write(*part, durability);
  }
  return last;
}

}  // namespace angarium::simulation
