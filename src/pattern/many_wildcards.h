#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace angarium::pattern {

// Many wildcards over one text, by an automaton of all that stands between their stars (Aho and
// Corasick 1975):
//
//   1. A walk along the text finds out whose pieces come up at all: of each wildcard, the one that
//      it shares with fewest others. A long text, where it would not pay, goes without.
//   2. Another walk takes on all those at once, each waiting for its next piece only; as in
//      matches_wildcard(), a piece takes the first place it fits. A few are tried one by one.
//
// Linear in the text and in the wildcards whose pieces come up. Keeps its memory from call to call.
// For one thread at a time.
class ManyWildcards {
 public:
  void begin();
  // The number it will have: they count from zero.
  uint32_t add(std::string_view wildcard);

  // The numbers of those that the text matches, valid until the next call. Those whose pieces do
  // not come up cost nothing.
  std::span<const uint32_t> search(std::string_view text);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kRoot = 0;
  static constexpr size_t kRowsMax = 1024;  // a megabyte
  static constexpr size_t kLongText = 4096;
  static constexpr size_t kFew = 8;

  // Escapes resolved, in bytes_.
  struct Piece {
    uint32_t begin, size;
    uint32_t node = kNone;
  };
  struct Wildcard {
    uint32_t first_piece, last_piece;  // the first is where the text begins, the last where it ends
    std::string_view raw;
    uint32_t next_keyed;  // another that is told by the same piece
    uint32_t next_piece;  // that it waits for; the last one: for none
    uint32_t next_waiting;
    size_t from;  // where the next piece may begin
  };
  // The beginning of some pieces.
  struct Node {
    uint32_t first_child, next_sibling;
    uint32_t fail;   // the longest other beginning that this one ends with
    uint32_t piece;  // the longest whole piece that it ends with, maybe itself; kRoot: none
    uint32_t size;
    uint32_t users;    // wildcards with this piece
    uint32_t keyed;    // wildcards that are told by it; kNone: none
    uint64_t seen;     // the last search that found it
    uint32_t waiting;  // wildcards, for this piece; kNone: nobody
    uint32_t nearest;  // while `changes` is that of now: the longest that somebody waits for,
    uint64_t changes;  // of the pieces that this piece ends with, itself apart
    uint32_t row;      // of rows_; kNone: not made yet
    char byte;
  };
  using Row = std::array<uint32_t, 256>;

  std::string_view text_of(const Piece& piece) const {
    return std::string_view(bytes_).substr(piece.begin, piece.size);
  }
  static bool waits(const Wildcard& wildcard) { return wildcard.next_piece != wildcard.last_piece; }
  bool is_awaited(const Node& node) const {
    return is_second_walk_ ? node.waiting != kNone : node.keyed != kNone && node.seen != searches_;
  }
  void build();
  void key(uint32_t number);
  uint32_t node_of(std::string_view piece);
  uint32_t child(uint32_t node, char byte) const;
  void link_failures();
  uint32_t step(uint32_t node, char byte);
  uint32_t step_slowly(uint32_t node, char byte) const;
  template <class Found>
  void walk(std::string_view text, const Found& found);
  uint32_t awaited(uint32_t piece);
  bool ends_fit(const Wildcard& wildcard, std::string_view text) const;
  void find_candidates(std::string_view text);
  void take_on_all(std::string_view text);
  void wait(Wildcard& wildcard);
  void arrive(Wildcard& wildcard, uint32_t node, size_t end, std::string_view text);

  std::string bytes_;
  std::vector<Piece> pieces_;
  std::vector<Wildcard> wildcards_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> queue_;
  std::vector<Row> rows_;
  std::vector<uint32_t> bare_;        // wildcards with nothing between stars
  std::vector<uint32_t> pieced_;      // the others
  std::vector<uint32_t> candidates_;  // after the first walk
  std::vector<uint32_t> matched_;
  bool built_ = false;
  bool is_second_walk_ = false;
  uint64_t searches_ = 0;
  uint64_t changes_ = 0;  // how often a piece may have become awaited
};

}  // namespace angarium::pattern
