#include "policy/oracle/vocabulary.h"

namespace angarium::policy::oracle {
namespace {

constexpr const char* kHome = "111122223333";
constexpr const char* kOther = "444455556666";

void add_callers(std::vector<Vocabulary::Caller>& callers) {
  for (std::string account : {kHome, kOther}) {
    std::string iam = "arn:aws:iam::" + account + ":", sts = "arn:aws:sts::" + account + ":";
    callers.push_back({"user", account, iam + "user/ann", "", "", "AIDA0123456789ABCDEF"});
    callers.push_back({"user", account, iam + "user/team/Ann", "", "", ""});
    callers.push_back({"role-session", account, sts + "assumed-role/courier/run-7",
                       iam + "role/way/courier", "", "AROA0123456789ABCDEF"});
    callers.push_back({"role-session", account, sts + "assumed-role/courier/run-8",
                       iam + "role/way/courier", "", ""});
    callers.push_back({"role-session", account, sts + "assumed-role/linked/x",
                       iam + "role/aws-service-role/events.amazonaws.com/linked", "", ""});
    callers.push_back({"federated", account, sts + "federated-user/bob", iam + "user/ann", "", ""});
    callers.push_back({"root", account, iam + "root", "", "", ""});
  }
  callers.push_back({"service", "", "", "", "events.amazonaws.com", ""});
  callers.push_back({"service", "", "", "", "sns.amazonaws.com", ""});
  callers.push_back({"anonymous", "", "", "", "", ""});
}

}  // namespace

// A round knows some of the names, so that what it makes meets more often.
Vocabulary::Vocabulary(base::Random& random) : random_(random), first_kind_(random.below(7)) {
  add_callers(callers);
  actions = {"sqs:SendMessage", "sqs:ReceiveMessage", "SQS:sendmessage",       "events:PutEvents",
             "sns:Publish",     "sts:AssumeRole",     "sts:GetCallerIdentity", "kms:Decrypt"};
  resources = {"arn:aws:sqs:eu-west-1:111122223333:jobs",
               "arn:aws:sqs:eu-west-1:111122223333:jobs-ann",
               "arn:aws:sqs:eu-west-1:444455556666:jobs",
               "arn:aws:events:eu-west-1:111122223333:event-bus/inbox",
               "arn:aws:lambda:eu-west-1:111122223333:function:f:live",
               "arn:aws:iam::111122223333:role/way/courier",
               "arn:aws:kms:eu-west-1:111122223333:key/k1",
               "arn:aws:s3:::bucket/ann/*",
               "*"};
  keys = {"aws:PrincipalTag/team",
          "events:source",
          "aws:SourceArn",
          "aws:TagKeys",
          "aws:SourceIp",
          "aws:CurrentTime",
          "sqs:Limit",
          "aws:SecureTransport",
          "x:Bytes",
          "aws:PrincipalArn",
          "aws:PrincipalAccount",
          "aws:username",
          "aws:userid",
          "aws:PrincipalType",
          "aws:ResourceAccount",
          "aws:PrincipalIsAWSService",
          "aws:PrincipalServiceName",
          "aws:PrincipalServiceNamesList",
          "aws:PrincipalTag/Caf\u00e9"};
  while (keys.size() > 7) keys.erase(keys.begin() + static_cast<long>(random_.below(keys.size())));
  words = {"ann",       "Ann",
           "blue",      "blue*",
           "a?c",       "abc",
           "",          "caf\u00e9",
           "CAF\u00c9", "111122223333",
           "User",      "events.amazonaws.com",
           "true",      "${aws:username}",
           "x:y",       "}"};
  numbers = {"5", "5.0", "10", "1e1", "-3", "0", "-0", "0.5", ".5", "007", "five", "5 ", ""};
  dates = {"2026-11-22T08:30:00Z",
           "2026-11-22T09:30:00+01:00",
           "2026-11-22",
           "2026-11",
           "2026",
           "1795336200",
           "2026-11-22T08:30:00.5Z",
           "2026-11-22T08:30Z",
           "2026-02-30",
           "0",
           "soon"};
  booleans = {"true", "false", "TRUE", "False", "yes", ""};
  bytes = {"aGVsbG8=", "aGVsbA==", "AAEC", "", "hello", "aGVsbG8"};
  addresses = {"10.0.0.7", "10.1.2.3", "192.168.0.1", "2001:db8::7", "2001:DB8:0:0::7",
               "::1",      "::",       "10.0.0",      "010.0.0.7",   "x"};
  arns = {"arn:aws:events:eu-west-1:111122223333:rule/orders",
          "arn:aws:events:eu-west-1:111122223333:rule/bus/orders",
          "arn:aws:sqs:eu-west-1:111122223333:jobs:x",
          "arn:aws:iam::111122223333:role/way/courier",
          "orders",
          "arn:aws:sqs"};
}

const std::vector<std::string>& Vocabulary::values_of(size_t key) const {
  const std::vector<std::string>* kinds[] = {&words, &numbers,   &dates, &booleans,
                                             &bytes, &addresses, &arns};
  return *kinds[(key + first_kind_) % 7];
}

const std::string& Vocabulary::key_with(const std::vector<std::string>& values) const {
  for (size_t key = 0; key < keys.size(); ++key) {
    if (&values_of(key) == &values) return keys[key];
  }
  return pick(keys);
}

const std::string& Vocabulary::pick(const std::vector<std::string>& list) const {
  return list[random_.below(list.size())];
}

}  // namespace angarium::policy::oracle
