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

}  // namespace

// The last entries come first: a bus's cursor before the spills that let it move.
base::Result<void> Disk::write(const store::Batch& batch, store::Durability durability) {
  if (sabotage_ != Sabotage::kTornCommits || !dying_) return engine_.write(batch, durability);
  Splitter splitter;
  batch.visit(splitter);
  base::Result<void> last;
  for (auto part = splitter.parts.rbegin(); part != splitter.parts.rend(); ++part) {
    last = engine_.write(*part, durability);
  }
  return last;
}

}  // namespace angarium::simulation
