#include "policy/oracle/generator.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/writer.h"

namespace angarium::policy::oracle {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(text, out);
  return out;
}

}  // namespace

NaiveRequest Generator::request() {
  const Vocabulary::Caller& caller = vocabulary_.caller();
  NaiveRequest request{.type = caller.type,
                       .account = caller.account,
                       .arn = caller.arn,
                       .issuer_arn = caller.issuer_arn,
                       .service = caller.service,
                       .unique_id = caller.unique_id,
                       .action = pick(vocabulary_.actions),
                       .resource = pick(vocabulary_.resources)};
  if (request.action == "kms:Decrypt") request.resource = vocabulary_.resources[6];
  if (request.resource.starts_with("arn:aws:s3") && chance(0.7)) {
    request.resource_account = chance(0.5) ? "111122223333" : "444455556666";
  }
  for (size_t i = 0; i < vocabulary_.keys.size(); ++i) {
    const std::string& key = vocabulary_.keys[i];
    if (chance(0.35)) continue;
    // What follows from the caller is given by hand now and then only.
    if (key.find("rincipal") != std::string::npos && chance(0.5)) continue;
    const std::vector<std::string>& values =
        vocabulary_.values_of(chance(0.7) ? i : vocabulary_.random().below(7));
    std::vector<std::string>& list = request.context[chance(0.2) ? other_case(key) : key];
    size_t count = chance(0.65) ? 1 : vocabulary_.random().below(4);
    while (list.size() < count) list.push_back(pick(values));
  }
  return request;
}

PolicyTexts Generator::policies(bool is_trust) {
  PolicyTexts texts;
  texts.identity = some(Kind::kAttached, 3);
  if (chance(0.6)) texts.resource = document(is_trust ? Kind::kTrust : Kind::kResource);
  if (chance(0.2)) texts.boundary = document(Kind::kAttached);
  if (chance(0.25)) texts.session = some(Kind::kAttached, 2);
  for (size_t i = chance(0.3) ? 1 + vocabulary_.random().below(3) : 0; i > 0; --i) {
    texts.scps.push_back(some(Kind::kAttached, 2));
    if (chance(0.8)) texts.scps.back().push_back(full_access(Kind::kAttached));
  }
  for (size_t i = chance(0.15) ? 1 + vocabulary_.random().below(2) : 0; i > 0; --i) {
    texts.rcps.push_back(some(Kind::kControl, 1));
    if (chance(0.8)) texts.rcps.back().push_back(full_access(Kind::kControl));
  }
  return texts;
}

std::vector<std::string> Generator::some(Kind kind, size_t count_max) {
  std::vector<std::string> documents;
  for (size_t i = vocabulary_.random().below(count_max + 1); i > 0; --i) {
    documents.push_back(document(kind));
  }
  return documents;
}

std::string Generator::full_access(Kind kind) {
  std::string_view principal = kind == Kind::kControl ? R"("Principal":"*",)" : "";
  return fmt::format(R"({{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{})"
                     R"("Action":"*","Resource":"*"}}}})",
                     principal);
}

std::string Generator::document(Kind kind) {
  bool variables = kind == Kind::kControl || chance(0.8);
  std::string version = variables     ? R"("Version":"2012-10-17",)"
                        : chance(0.5) ? R"("Version":"2008-10-17",)"
                                      : "";
  size_t count = 1 + vocabulary_.random().below(2);
  if (count == 1 && chance(0.5)) {
    return "{" + version + "\"Statement\":" + statement(kind, variables, 0) + "}";
  }
  std::string list;
  for (size_t i = 0; i < count; ++i) {
    list += (i > 0 ? "," : "") + statement(kind, variables, i);
  }
  return "{" + version + R"("Id":"d","Statement":[)" + list + "]}";
}

std::string Generator::statement(Kind kind, bool variables, size_t number) {
  bool denies = kind == Kind::kControl || chance(0.15);
  std::string text =
      fmt::format(R"({{"Sid":"s{}","Effect":"{}")", number, denies ? "Deny" : "Allow");
  if (kind == Kind::kControl) {
    text += R"(,"Principal":"*")";
  } else if (kind != Kind::kAttached) {
    text += "," + principal(denies && kind != Kind::kTrust);
  }
  text += "," + actions(kind);
  if (kind != Kind::kTrust) text += "," + resources(variables);
  if (chance(denies ? 0.9 : 0.6)) text += R"(,"Condition":)" + conditions(variables);
  return text + "}";
}

std::string Generator::principal(bool may_be_negated) {
  std::string name = may_be_negated && chance(0.4) ? "NotPrincipal" : "Principal";
  if (chance(0.2)) return fmt::format(R"("{}":"*")", name);
  std::vector<std::string> aws, services;
  for (size_t i = 1 + vocabulary_.random().below(2); i > 0; --i) {
    const Vocabulary::Caller& caller = vocabulary_.caller();
    switch (vocabulary_.random().below(6)) {
      case 0: aws.push_back(quoted(caller.account.empty() ? "*" : caller.account)); break;
      case 1:
        aws.push_back(quoted("arn:aws:iam::" +
                             (caller.account.empty() ? "111122223333" : caller.account) + ":root"));
        break;
      case 2: aws.push_back(quoted(caller.issuer_arn.empty() ? "*" : caller.issuer_arn)); break;
      case 3:
        aws.push_back(quoted(caller.unique_id.empty() ? "AROAFFFFFFFFFFFFFFFF" : caller.unique_id));
        break;
      case 4:
        services.push_back(
            quoted(caller.service.empty() ? "events.amazonaws.com" : caller.service));
        break;
      default: aws.push_back(quoted(caller.arn.empty() ? "111122223333" : caller.arn));
    }
  }
  std::string map;
  if (!aws.empty()) map = R"("AWS":)" + list(aws);
  if (!services.empty()) map += (map.empty() ? "" : ",") + (R"("Service":)" + list(services));
  return fmt::format(R"("{}":{{{}}})", name, map);
}

std::string Generator::actions(Kind kind) {
  bool negated = kind == Kind::kAttached || kind == Kind::kResource ? chance(0.12) : false;
  std::vector<std::string> names;
  for (size_t i = 1 + vocabulary_.random().below(3); i > 0; --i) {
    std::string name = pick(vocabulary_.actions);
    if (kind == Kind::kTrust) name = chance(0.8) ? "sts:AssumeRole" : "sts:TagSession";
    size_t colon = name.find(':');
    if (chance(0.3)) name = name.substr(0, colon + 1) + "*";
    if (chance(0.3)) name = name.substr(0, colon + 1) + wildcards(name.substr(colon + 1));
    if (chance(0.2)) name = other_case(name);
    if (kind != Kind::kTrust && chance(0.3)) name = "*";
    names.push_back(quoted(name));
  }
  return (negated ? R"("NotAction":)" : R"("Action":)") + list(names);
}

std::string Generator::resources(bool variables) {
  bool negated = chance(0.15);
  std::vector<std::string> names;
  for (size_t i = 1 + vocabulary_.random().below(2); i > 0; --i) {
    names.push_back(quoted(!negated && chance(0.4) ? "*" : resource(variables)));
  }
  return (negated ? R"("NotResource":)" : R"("Resource":)") + list(names);
}

std::string Generator::resource(bool variables) {
  std::string text = pick(vocabulary_.resources);
  if (text == "*") return text;
  size_t at = 0;
  for (int i = 0; i < 5; ++i) at = text.find(':', at) + 1;
  std::string service = text.substr(0, text.find(':', 8) + 1);
  // IAM wants its paths to begin plainly.
  bool is_iam = text.starts_with("arn:aws:iam");
  if (!is_iam && chance(0.15)) return service + "*";
  std::string last = text.substr(at);
  size_t keep = is_iam ? 5 : 0;
  if (variables && chance(0.3)) {
    last = last.substr(0, std::max<size_t>(keep, vocabulary_.random().below(last.size()))) +
           word_with_variables();
  } else if (chance(0.4)) {
    last = last.substr(0, keep) + wildcards(last.substr(keep));
  }
  std::string middle = text.substr(service.size(), at - service.size());
  if (!is_iam && middle.size() > 3 && chance(0.3)) middle = chance(0.5) ? "*:*:" : "eu-*-?:*:";
  return service + middle + last;
}

std::string Generator::wildcards(std::string text) {
  bool is_ascii = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
  if (text.empty() || !is_ascii) return text + "*";
  size_t at = vocabulary_.random().below(text.size());
  switch (vocabulary_.random().below(4)) {
    case 0: return text.substr(0, at) + "*";
    case 1: return "*" + text.substr(at);
    case 2: text[at] = '?'; return text;
    default: return text.substr(0, at) + "*" + text.substr(std::min(text.size(), at + 2));
  }
}

std::string Generator::word_with_variables() {
  switch (vocabulary_.random().below(6)) {
    case 0: return "${*}";
    case 1: return "${" + other_case(pick(vocabulary_.keys)) + "}";
    case 2: return "${" + pick(vocabulary_.keys) + ", 'ann'}*";
    case 3: return "${x:absent, 'b*'}";
    case 4: return "${" + pick(vocabulary_.keys) + "}";
    default: return "${aws:username}";
  }
}

std::string Generator::other_case(std::string text) {
  for (char& c : text) {
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter && chance(0.3)) c = static_cast<char>(c ^ 0x20);
  }
  return text;
}

std::string Generator::list(const std::vector<std::string>& quoted) {
  if (quoted.size() == 1 && chance(0.5)) return quoted[0];
  return "[" + fmt::format("{}", fmt::join(quoted, ",")) + "]";
}

std::string Generator::conditions(bool variables) {
  static const std::vector<std::string> operators{"StringEquals",
                                                  "StringNotEquals",
                                                  "StringEqualsIgnoreCase",
                                                  "StringNotEqualsIgnoreCase",
                                                  "StringLike",
                                                  "StringNotLike",
                                                  "NumericEquals",
                                                  "NumericNotEquals",
                                                  "NumericLessThan",
                                                  "NumericLessThanEquals",
                                                  "NumericGreaterThan",
                                                  "NumericGreaterThanEquals",
                                                  "DateEquals",
                                                  "DateNotEquals",
                                                  "DateLessThan",
                                                  "DateLessThanEquals",
                                                  "DateGreaterThan",
                                                  "DateGreaterThanEquals",
                                                  "Bool",
                                                  "BinaryEquals",
                                                  "IpAddress",
                                                  "NotIpAddress",
                                                  "ArnEquals",
                                                  "ArnLike",
                                                  "ArnNotEquals",
                                                  "ArnNotLike",
                                                  "Null"};
  std::vector<std::string> names;
  std::string text = "{";
  for (size_t i = vocabulary_.random().below(3); i > 0; --i) {
    std::string plain = pick(operators), name = plain;
    if (name != "Null" && chance(0.35)) name += "IfExists";
    if (plain != "Null" && chance(0.4))
      name.insert(0, chance(0.5) ? "ForAllValues:" : "ForAnyValue:");
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    text += fmt::format(R"({}"{}":{{"{}":{}}})", names.empty() ? "" : ",", name, key_for(plain),
                        condition_values(plain, variables));
    names.push_back(name);
  }
  return text + "}";
}

std::string Generator::key_for(const std::string& operator_name) {
  auto begins = [&](const char* text) { return operator_name.starts_with(text); };
  const Vocabulary& all = vocabulary_;
  const std::vector<std::string>& values = begins("Numeric")  ? all.numbers
                                           : begins("Date")   ? all.dates
                                           : begins("Bool")   ? all.booleans
                                           : begins("Binary") ? all.bytes
                                           : begins("Arn")    ? all.arns
                                           : begins("String") ? all.words
                                                              : all.addresses;
  const std::string& key = chance(0.7) ? all.key_with(values) : pick(all.keys);
  return chance(0.2) ? other_case(key) : key;
}

std::string Generator::condition_values(const std::string& operator_name, bool variables) {
  auto value = [&]() -> std::string {
    auto valid = [&](const std::vector<std::string>& all, size_t count) {
      return all[vocabulary_.random().below(count)];
    };
    // Of the vocabulary's values the first are those that a policy may hold.
    if (operator_name.starts_with("Numeric")) return quoted(valid(vocabulary_.numbers, 10));
    if (operator_name.starts_with("Date")) return quoted(valid(vocabulary_.dates, 8));
    if (operator_name == "BinaryEquals") return quoted(valid(vocabulary_.bytes, 4));
    if (operator_name == "Null") return valid(vocabulary_.booleans, 2);
    if (operator_name == "Bool") {
      if (variables && chance(0.2)) return quoted("${" + pick(vocabulary_.keys) + "}");
      return quoted(valid(vocabulary_.booleans, 4));
    }
    if (operator_name.find("IpAddress") != std::string::npos) {
      std::string address = valid(vocabulary_.addresses, 7);
      bool is_v4 = address.find(':') == std::string::npos;
      if (chance(0.6)) address += fmt::format("/{}", vocabulary_.random().below(is_v4 ? 33 : 129));
      return quoted(address);
    }
    if (operator_name.starts_with("Arn")) {
      std::string arn = chance(0.2) ? "arn:aws:events:*" : pick(vocabulary_.arns);
      if (chance(0.4)) arn = wildcards(arn);
      if (variables && chance(0.2)) arn += word_with_variables();
      return quoted(arn);
    }
    if (variables && chance(0.25)) return quoted(word_with_variables());
    std::string word = chance(0.2) ? pick(vocabulary_.numbers) : pick(vocabulary_.words);
    if (!variables || word.find("${") == std::string::npos) {
      if (operator_name.ends_with("Like") && chance(0.5)) word = wildcards(word);
      if (operator_name.ends_with("Case") && chance(0.5)) word = other_case(word);
    }
    return quoted(variables && word.find("${") != std::string::npos ? "ann" : word);
  };
  if (chance(0.5)) return value();
  std::string text = "[";
  for (size_t i = vocabulary_.random().below(3); i > 0; --i) text += value() + (i > 1 ? "," : "");
  return text + "]";
}

}  // namespace angarium::policy::oracle
