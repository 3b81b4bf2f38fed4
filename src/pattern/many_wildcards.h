#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace angarium::pattern {

// Many wildcards over one long text, in one walk along it: an automaton of all that stands between
// their stars (Aho and Corasick 1975) says where a piece ends, and each wildcard waits for its next
// piece only. As in matches_wildcard(), each piece takes the first place it fits.
//
// Linear in the text and in the wildcards together. Keeps its memory from call to call. For one
// thread at a time.
class ManyWildcards {
 public:
  void begin();
  // The number it will have: they count from zero.
  uint32_t add(std::string_view wildcard);

  // Afterwards matched() says which of them the text matches.
  void search(std::string_view text);
  bool matched(uint32_t number) const { return wildcards_[number].matched; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kRoot = 0;
  static constexpr size_t kRowsMax = 1024;  // a megabyte

  // Escapes resolved, in bytes_.
  struct Piece {
    uint32_t begin, size;
    uint32_t node = kNone;
  };
  struct Wildcard {
    uint32_t first_piece, last_piece;  // the first is where the text begins, the last where it ends
    bool matched;
    uint32_t next_piece;  // that it waits for; the last one: for none
    size_t from;          // where that may begin
    uint32_t next_waiting;
  };
  // The beginning of some pieces.
  struct Node {
    uint32_t first_child, next_sibling;
    uint32_t fail;   // the longest other beginning that this one ends with
    uint32_t piece;  // the longest whole piece that it ends with, maybe itself; kRoot: none
    uint32_t size;
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
  void build();
  uint32_t node_of(std::string_view piece);
  uint32_t child(uint32_t node, char byte) const;
  void link_failures();
  uint32_t step(uint32_t node, char byte);
  uint32_t step_slowly(uint32_t node, char byte) const;
  void start(Wildcard& wildcard, std::string_view text);
  void wait(Wildcard& wildcard);
  uint32_t awaited(uint32_t piece);
  void found(uint32_t node, size_t end, size_t text_size);

  std::string bytes_;
  std::vector<Piece> pieces_;
  std::vector<Wildcard> wildcards_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> queue_;
  std::vector<Row> rows_;
  bool built_ = false;
  size_t waiting_ = 0;    // wildcards
  uint64_t changes_ = 0;  // how often somebody began to wait where nobody did
};

}  // namespace angarium::pattern
