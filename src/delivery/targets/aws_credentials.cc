#include "delivery/targets/aws_credentials.h"

#include <fmt/format.h>

#include <fstream>

#include "base/log.h"
#include "delivery/targets/error.h"

namespace angarium::delivery::targets {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

void assign(std::string_view line, AwsCredentials& credentials) {
  const size_t equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = trimmed(line.substr(0, equals));
  const std::string_view value = trimmed(line.substr(equals + 1));
  if (name == "aws_access_key_id") credentials.access_key_id = value;
  if (name == "aws_secret_access_key") credentials.secret = value;
  if (name == "aws_session_token") credentials.session_token = value;
}

bool is_sendable(std::string_view text) {
  for (char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

}  // namespace

base::Result<AwsCredentials> parse_credentials(std::string_view text, std::string_view profile) {
  AwsCredentials credentials;
  bool is_inside = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#') || line.starts_with(';')) continue;
    if (line.starts_with('[')) {
      is_inside = line.ends_with(']') && trimmed(line.substr(1, line.size() - 2)) == profile;
    } else if (is_inside) {
      assign(line, credentials);
    }
  }
  if (credentials.access_key_id.empty() || credentials.secret.empty()) {
    return base::Error(TargetError::kCredentials,
                       fmt::format("has no profile [{}] with `aws_access_key_id` and "
                                   "`aws_secret_access_key`",
                                   profile));
  }
  if (!is_sendable(credentials.access_key_id) || !is_sendable(credentials.session_token)) {
    return base::Error(TargetError::kCredentials,
                       fmt::format("has an access key or token in [{}] that is none", profile));
  }
  return credentials;
}

CredentialSource::CredentialSource(AwsCredentials fixed)
    : known_(std::make_shared<const Known>(Known{std::move(fixed), {}})) {}

CredentialSource::CredentialSource(std::string path, std::string profile, Known known)
    : path_(std::move(path)),
      profile_(std::move(profile)),
      known_(std::make_shared<const Known>(std::move(known))) {}

base::Result<std::shared_ptr<CredentialSource>> CredentialSource::open(std::string path,
                                                                       std::string profile,
                                                                       base::Instant now) {
  const CredentialSource reader(path, profile, {});
  AG_TRY(credentials, reader.read());
  return std::shared_ptr<CredentialSource>(
      new CredentialSource(std::move(path), std::move(profile), {std::move(credentials), now}));
}

base::Result<AwsCredentials> CredentialSource::read() const {
  std::ifstream file(path_, std::ios::binary);
  if (!file) {
    return base::Error(TargetError::kCredentials,
                       "can't be read; check the path and its permissions");
  }
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kFileBytesMax) {
    return base::Error(TargetError::kCredentials, "is larger than 1 MiB");
  }
  return parse_credentials(text, profile_);
}

AwsCredentials CredentialSource::current(base::Instant now) {
  const auto known = known_.load();
  if (path_.empty() || now < known->read + kReadEvery) return known->credentials;
  auto read_again = read();
  if (!read_again.ok()) {
    base::log(base::LogLevel::kWarning, "credentials can't be renewed; the last ones stay in use",
              {{"file", path_}, {"problem", read_again.error().message()}});
  }
  AwsCredentials credentials = read_again.ok() ? *read_again : known->credentials;
  known_.store(std::make_shared<const Known>(Known{credentials, now}));
  return credentials;
}

}  // namespace angarium::delivery::targets
