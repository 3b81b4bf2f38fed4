// Both directions against botocore, on random requests: what it signs we accept and would have
// signed byte for byte, and any change of it we refuse.
#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "sigv4/sign.h"
#include "sigv4/verify.h"

namespace angarium::sigv4 {
namespace {

struct Vector {
  bool presigned = false;
  std::string method, target, body, secret;
  base::Time time;
  std::vector<std::pair<std::string, std::string>> fields;

  std::vector<Header> headers() const {
    std::vector<Header> views;
    for (const auto& [name, value] : fields) views.push_back({name, value});
    return views;
  }
};

std::string unhex(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

Vector parse_line(std::string_view line) {
  std::vector<std::string> parts;
  while (true) {
    size_t tab = line.find('\t');
    parts.push_back(unhex(line.substr(0, tab)));
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  Vector vector{.presigned = parts[0] == "presigned",
                .method = parts[1],
                .target = parts[2],
                .body = parts[3],
                .secret = parts[4],
                .time = base::from_unix_ms(std::stoll(parts[5]) * 1000),
                .fields = {}};
  for (size_t i = 6; i + 1 < parts.size(); i += 2) {
    vector.fields.emplace_back(parts[i], parts[i + 1]);
  }
  return vector;
}

std::vector<Vector> vectors(int seed, int count) {
  std::string command =
      "/usr/bin/python3 " BOTOCORE_VECTORS " " + std::to_string(seed) + " " + std::to_string(count);
  FILE* pipe = popen(command.c_str(), "r");
  std::string output;
  char buffer[65536];
  while (size_t n = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, n);
  EXPECT_EQ(pclose(pipe), 0);
  std::vector<Vector> found;
  std::string_view rest = output;
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    found.push_back(parse_line(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
  }
  return found;
}

base::Result<void> check(const Vector& vector) {
  std::vector<Header> headers = vector.headers();
  Request request{vector.method, vector.target, headers, vector.body};
  AG_TRY(authorization, parse_authorization(request));
  std::vector<base::Region> regions = {base::Region("eu-west-1"), base::Region("us-east-1")};
  SigningKeys keys;
  return verify(request, authorization, vector.secret,
                {.now = vector.time, .service = authorization.service, .regions = regions}, keys);
}

// Signs what the client sent before botocore signed it.
std::string sign_again(const Vector& vector) {
  std::vector<Header> sent = vector.headers();
  auto authorization = parse_authorization({vector.method, vector.target, sent, vector.body});
  Signer signer{authorization->access_key_id, vector.secret, authorization->session_token,
                authorization->region, authorization->service};
  std::vector<Header> headers;
  for (const Header& header : sent) {
    if (header.name != "Authorization" && header.name != "X-Amz-Date" &&
        header.name != "X-Amz-Security-Token") {
      headers.push_back(header);
    }
  }
  if (!vector.presigned) {
    return sign({vector.method, vector.target, headers, vector.body}, signer, vector.time)
        .back()
        .second;
  }
  std::string target = vector.target.substr(0, vector.target.find("X-Amz-Algorithm") - 1);
  return presign({vector.method, target, headers, vector.body}, signer, vector.time,
                 *authorization->expires);
}

std::string signature_in(const std::string& text) {
  return text.substr(text.rfind("Signature=") + 10, 64);
}

std::string signature_of(const Vector& vector) {
  if (vector.presigned) return signature_in(vector.target);
  for (const auto& [name, value] : vector.fields) {
    if (name == "Authorization") return signature_in(value);
  }
  return "";
}

TEST(Botocore, SignaturesAgree) {
  int seed = static_cast<int>(std::time(nullptr) % 1'000'000);
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::map<bool, int> seen;
  for (const Vector& vector : vectors(seed, 1'000)) {
    ++seen[vector.presigned];
    SCOPED_TRACE(vector.method + " " + vector.target);
    auto accepted = check(vector);
    ASSERT_TRUE(accepted.ok()) << accepted.error().message();
    ASSERT_EQ(signature_in(sign_again(vector)), signature_of(vector));

    Vector changed = vector;
    changed.body += "x";
    ASSERT_FALSE(check(changed).ok());
    changed = vector;
    changed.method = "DELETE";
    ASSERT_FALSE(check(changed).ok());
    changed = vector;
    changed.target.insert(std::min(changed.target.find('?'), changed.target.size()), "x");
    ASSERT_FALSE(check(changed).ok());
    changed = vector;
    changed.secret += "x";
    ASSERT_FALSE(check(changed).ok());
  }
  EXPECT_GT(seen[true], 100);
  EXPECT_GT(seen[false], 100);
}

}  // namespace
}  // namespace angarium::sigv4
