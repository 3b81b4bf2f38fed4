// The parts of IndexWriter that keep paths and keys: made when first used, dropped after the last.
#include <algorithm>
#include <optional>

#include "pattern/index_writer.h"

namespace angarium::pattern {
namespace {

// A path, key or rule that waits to be freed, with the numbers that are then free again.
template <class T, class Destroy = std::default_delete<T>>
struct Leaving {
  std::unique_ptr<T, Destroy> object;
  Numbers& numbers;
  std::vector<uint32_t> taken;

  ~Leaving() {
    for (uint32_t number : taken) numbers.give_back(number);
  }
};

NumberSet& sizes_of(const Key& key) {
  return key.path->sizes.load(std::memory_order_relaxed)->of(key.family);
}

}  // namespace

Path* IndexWriter::path_of(std::string_view text) {
  NameNode* node = &index_.names;
  while (true) {
    const size_t dot = text.find('.');
    node = child_of(*node, text.substr(0, dot));
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
  }
  Path* path = node->path.load(std::memory_order_relaxed);
  if (path == nullptr) {
    path = new Path(node, path_numbers_.take());
    node->path.store(path, std::memory_order_release);
  }
  return path;
}

NameNode* IndexWriter::child_of(NameNode& node, std::string_view name) {
  if (const NameNode* child = node.find(name)) return const_cast<NameNode*>(child);
  auto* child = new NameNode(&node, name);
  node.children.insert(child->hash, child, reclaimer_, newest_);
  node.names_below_bits.fetch_or(NameNode::length_bit(name.size()), std::memory_order_acq_rel);
  if (node.parent != nullptr) {
    node.parent->names_below_bits.fetch_or(NameNode::kDeep, std::memory_order_acq_rel);
  }
  return child;
}

void IndexWriter::release_path(Path& path) {
  if (--path.leaf_count > 0) return;
  NameNode* node = path.node;
  node->path.store(nullptr, std::memory_order_release);
  reclaimer_.retire(newest_,
                    new Leaving<Path>{std::unique_ptr<Path>(&path), path_numbers_, {path.index}});
  prune(node);
}

// Takes out the steps that lead nowhere any more.
void IndexWriter::prune(NameNode* node) {
  while (node->parent != nullptr && node->children.size() == 0 &&
         node->path.load(std::memory_order_relaxed) == nullptr) {
    NameNode* parent = node->parent;
    parent->children.erase(node->hash, node);
    reclaimer_.retire(newest_, node);
    node = parent;
  }
}

Key* IndexWriter::find_key(const Path& path, const KeyName& name, uint64_t hash) const {
  return index_.keys.find(hash, [&](const Key& key) {
    return key.path == &path && key.family == name.family && key.bytes() == name.bytes;
  });
}

Key* IndexWriter::key_of(Path& path, const KeyName& name) {
  const uint64_t hash = key_hash(path, name);
  if (Key* found = find_key(path, name, hash)) return found;
  Key* key = Key::create(path, name, hash, key_numbers_.take());
  if (KeySizes::has(name.family)) {
    if (path.sizes.load(std::memory_order_relaxed) == nullptr) {
      path.sizes.store(new KeySizes(), std::memory_order_release);
    }
    sizes_of(*key).add(key_size(key->family, key->bytes()), reclaimer_, newest_);
  }
  if (name.family == Family::kNumber) {
    const std::optional<LeadingDigits> leading = leading_digits(decimal_of_key(name.bytes));
    if (leading) path.numbers.fetch_or(leading->bit(), std::memory_order_acq_rel);
  }
  index_.keys.insert(hash, key, reclaimer_, newest_);
  path.families.fetch_or(bit(name.family), std::memory_order_acq_rel);
  return key;
}

void IndexWriter::drop_key(Key& key) {
  index_.keys.erase(key.hash, &key);
  if (KeySizes::has(key.family)) {
    sizes_of(key).remove(key_size(key.family, key.bytes()), reclaimer_, newest_);
  }
  reclaimer_.retire(newest_,
                    new Leaving<Key, Key::Destroy>{
                        std::unique_ptr<Key, Key::Destroy>(&key), key_numbers_, {key.index}});
}

void IndexWriter::unlink(CompiledRule& rule) {
  for (Posting& posting : std::span(rule.postings, rule.posting_count)) {
    (posting.key != nullptr ? posting.key->postings : index_.always).take_out(posting);
    if (posting.key != nullptr && --posting.key->posting_count == 0) drop_key(*posting.key);
  }
  for (const CompiledLeaf& leaf : std::span(rule.leaves, rule.leaf_count)) release_path(*leaf.path);
  auto* leaving = new Leaving<CompiledRule, CompiledRule::Destroy>{
      CompiledRulePointer(&rule), conjunction_numbers_, {}};
  for (const auto& conjunction : std::span(rule.conjunctions, rule.conjunction_count)) {
    leaving->taken.push_back(conjunction.index);
  }
  reclaimer_.retire(newest_, leaving);
}

}  // namespace angarium::pattern
