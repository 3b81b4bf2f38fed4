#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace angarium::policy {

// A policy's JSON as it was written: numbers keep their spelling, which conditions compare as text.
// No object has a name twice: parse() refuses it, since whoever reads the document next may keep
// the other one.
struct Node {
  enum class Kind : uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text = {};  // decoded, or as spelled
  std::vector<std::pair<std::string, Node>> members = {};
  std::vector<Node> elements = {};

  const Node* find(std::string_view name) const;
  // For who edits a document: AddPermission of SQS and its kin.
  Node* find(std::string_view name);
};

// Refuses what is no JSON object of TAB, LF, CR and U+0020..U+00FF, or nested too deep.
base::Result<Node> parse_document(std::string_view text);

// The document again, without white space; everything else as it was read.
std::string write_document(const Node& node);

}  // namespace angarium::policy
