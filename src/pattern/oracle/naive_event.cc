#include "pattern/oracle/naive_event.h"

#include "pattern/oracle/address.h"
#include "pattern/oracle/text.h"

namespace angarium::pattern::oracle {
namespace {

using json::TokenKind;

class Flattener {
 public:
  Flattener(std::string_view event, std::map<std::u16string, std::vector<Scalar>>& scalars)
      : scanner_(event, 10'000), scalars_(scalars) {}

  void flatten() {
    take();
    object(u"", true, {});
  }

 private:
  json::Token take() { return *scanner_.next(); }

  void object(const std::u16string& path, bool is_root, const std::map<int, int>& elements) {
    for (json::Token key = take(); key.kind != TokenKind::kObjectEnd; key = take()) {
      value(take(), joined(path, decode(key.raw), is_root), elements, elements);
    }
  }

  void array(const std::u16string& path, const std::map<int, int>& outside) {
    int array = arrays_++;
    int index = 0;
    for (json::Token token = take(); token.kind != TokenKind::kArrayEnd; token = take()) {
      std::map<int, int> inside = outside;
      inside[array] = index++;
      value(token, path, inside, outside);
    }
  }

  // A scalar that is itself an element of an array does not say which.
  void value(const json::Token& token, const std::u16string& path,
             const std::map<int, int>& for_containers, const std::map<int, int>& for_scalars) {
    if (token.kind == TokenKind::kObjectBegin) return object(path, false, for_containers);
    if (token.kind == TokenKind::kArrayBegin) return array(path, for_containers);
    Scalar scalar = to_scalar(token);
    scalar.elements = for_scalars;
    scalars_[path].push_back(std::move(scalar));
  }

  json::Scanner scanner_;
  std::map<std::u16string, std::vector<Scalar>>& scalars_;
  int arrays_ = 0;
};

}  // namespace

std::u16string joined(const std::u16string& path, const std::u16string& name, bool is_root) {
  return is_root ? name : path + u"." + name;
}

Scalar to_scalar(const json::Token& token) {
  Scalar scalar{.kind = token.kind, .spelling = std::string(token.raw)};
  if (token.kind == TokenKind::kString) {
    scalar.spelling.clear();
    scalar.characters = to_code_points(decode(token.raw));
    scalar.address = read_address(scalar.characters);
  } else if (token.kind == TokenKind::kNumber) {
    scalar.number = read_number(token.raw);
    scalar.comparable = is_comparable(scalar.number);
  }
  return scalar;
}

NaiveEvent::NaiveEvent(std::string_view text) { Flattener(text, scalars_).flatten(); }

const std::vector<Scalar>& NaiveEvent::at(const std::u16string& path) const {
  static const std::vector<Scalar> none;
  auto found = scalars_.find(path);
  return found == scalars_.end() ? none : found->second;
}

}  // namespace angarium::pattern::oracle
