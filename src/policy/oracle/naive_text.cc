#include "policy/oracle/naive_text.h"

namespace angarium::policy::oracle {
namespace {

std::u32string characters(const std::string& text) {
  std::u32string result;
  for (size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i]);
    size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    char32_t c = more == 0 ? lead : lead & (0x3FU >> more);
    for (size_t k = 1; k <= more && i + k < text.size(); ++k) {
      c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    result.push_back(c);
    i += more + 1;
  }
  return result;
}

void put(Signs& signs, const std::string& plain) {
  for (char32_t c : characters(plain)) signs.push_back({c});
}

// The inside of ${..}; false when it has no value.
bool put_variable(Signs& signs, const std::string& inside, const NaiveRequest& request) {
  if (inside == "*" || inside == "?" || inside == "$") {
    put(signs, inside);
    return true;
  }
  size_t comma = inside.find(',');
  std::vector<std::string> values = request.values(inside.substr(0, comma));
  if (values.size() == 1) {
    put(signs, values[0]);
    return true;
  }
  if (!values.empty() || comma == std::string::npos) return false;
  // ", 'text'"
  put(signs, inside.substr(comma + 3, inside.size() - comma - 4));
  return true;
}

// NOLINTNEXTLINE(misc-no-recursion): patterns are a few characters long
bool like_from(const Signs& pattern, size_t p, const std::u32string& text, size_t t) {
  if (p == pattern.size()) return t == text.size();
  const Sign& sign = pattern[p];
  if (sign.wild && sign.character == U'*') {
    for (size_t end = t; end <= text.size(); ++end) {
      if (like_from(pattern, p + 1, text, end)) return true;
    }
    return false;
  }
  if (t == text.size()) return false;
  bool fits = (sign.wild && sign.character == U'?') || (sign.character == text[t]);
  return fits && like_from(pattern, p + 1, text, t + 1);
}

// At each colon that no braces enclose, five times at most.
std::vector<std::string> split(const std::string& text, bool variables) {
  std::vector<std::string> fields(1);
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (variables && text.compare(i, 2, "${") == 0) ++depth;
    if (text[i] == '}' && depth > 0) --depth;
    if (text[i] == ':' && depth == 0 && fields.size() < 6) {
      fields.emplace_back();
    } else {
      fields.back() += text[i];
    }
  }
  return fields;
}

}  // namespace

std::string lower_case(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    bool latin = i > 0 && static_cast<unsigned char>(text[i - 1]) == 0xC3;
    if (c >= 'A' && c <= 'Z') c += 32;
    if (latin && c >= 0x80 && c <= 0x9E && c != 0x97) c += 32;
    result += static_cast<char>(c);
  }
  return result;
}

std::optional<Signs> expand(const std::string& text, bool variables, const NaiveRequest& request) {
  Signs signs;
  std::string plain;
  auto flush = [&] {
    for (char32_t c : characters(plain)) signs.push_back({c, c == U'*' || c == U'?'});
    plain.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (!variables || text.compare(i, 2, "${") != 0) {
      plain += text[i];
      continue;
    }
    flush();
    size_t end = text.find('}', i);
    if (!put_variable(signs, text.substr(i + 2, end - i - 2), request)) return std::nullopt;
    i = end;
  }
  flush();
  return signs;
}

bool like(const Signs& pattern, const std::string& text) {
  return like_from(pattern, 0, characters(text), 0);
}

bool same(const Signs& plain, const std::string& text) {
  std::u32string wanted;
  for (const Sign& sign : plain) wanted += sign.character;
  return wanted == characters(text);
}

bool like_arn(const std::string& pattern, const std::string& arn, bool variables,
              const NaiveRequest& request) {
  std::vector<std::string> wanted = split(pattern, variables);
  std::vector<std::string> fields = split(arn, false);
  if (fields.size() != 6 || fields[0] != "arn") return false;
  if (wanted.size() < 6) {
    if (wanted.back().empty() || wanted.back().back() != '*') return false;
    // The last field runs on: so it meets all that is left.
    for (size_t i = wanted.size(); i < 6; ++i) fields[wanted.size() - 1] += ":" + fields[i];
  }
  for (size_t i = 0; i < wanted.size(); ++i) {
    std::optional<Signs> field = expand(wanted[i], variables, request);
    if (!field || !like(*field, fields[i])) return false;
  }
  return true;
}

}  // namespace angarium::policy::oracle
