#pragma once

#include <string>

namespace angarium::http {

// For tests: a fresh key and a certificate that it has signed itself, for localhost and 127.0.0.1,
// as PEM files in a directory of their own, which goes with the object.
class TestCertificate {
 public:
  TestCertificate();
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::string certificate_path() const { return directory_ + "/certificate.pem"; }
  std::string key_path() const { return directory_ + "/key.pem"; }
  // Some other file of the directory, with that text.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string directory_;
};

}  // namespace angarium::http
