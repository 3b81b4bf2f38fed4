// Source: Service Authorization Reference, "Actions, resources, and condition keys" of EventBridge,
// SQS, SNS, IAM and STS; IAM user guide, "AWS global condition context keys".
#include "policy/lint_names.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "policy/letters.h"

namespace angarium::policy {
namespace {

// In small letters and in order.
constexpr std::string_view kNoResource[] = {"events:listapidestinations",
                                            "events:listarchives",
                                            "events:listconnections",
                                            "events:listendpoints",
                                            "events:listeventbuses",
                                            "events:listreplays",
                                            "events:listrulenamesbytarget",
                                            "events:listrules",
                                            "events:putpermission",
                                            "events:removepermission",
                                            "events:testeventpattern",
                                            "iam:createaccountalias",
                                            "iam:deleteaccountalias",
                                            "iam:getaccountauthorizationdetails",
                                            "iam:getaccountsummary",
                                            "iam:listaccountaliases",
                                            "iam:listgroups",
                                            "iam:listopenidconnectproviders",
                                            "iam:listpolicies",
                                            "iam:listroles",
                                            "iam:listusers",
                                            "iam:simulatecustompolicy",
                                            "scheduler:listschedulegroups",
                                            "scheduler:listschedules",
                                            "sns:listsubscriptions",
                                            "sns:listtopics",
                                            "sqs:listqueues",
                                            "sts:getaccesskeyinfo",
                                            "sts:getcalleridentity",
                                            "sts:getsessiontoken"};

constexpr std::string_view kKeys[] = {"aws:calledvia",
                                      "aws:calledviafirst",
                                      "aws:calledvialast",
                                      "aws:currenttime",
                                      "aws:epochtime",
                                      "aws:federatedprovider",
                                      "aws:multifactorauthage",
                                      "aws:multifactorauthpresent",
                                      "aws:principalaccount",
                                      "aws:principalarn",
                                      "aws:principalisawsservice",
                                      "aws:principalorgid",
                                      "aws:principalorgpaths",
                                      "aws:principalservicename",
                                      "aws:principalservicenameslist",
                                      "aws:principaltype",
                                      "aws:referer",
                                      "aws:requestedregion",
                                      "aws:resourceaccount",
                                      "aws:resourceorgid",
                                      "aws:resourceorgpaths",
                                      "aws:securetransport",
                                      "aws:sourceaccount",
                                      "aws:sourcearn",
                                      "aws:sourceidentity",
                                      "aws:sourceip",
                                      "aws:sourceorgid",
                                      "aws:sourceorgpaths",
                                      "aws:sourcevpc",
                                      "aws:sourcevpce",
                                      "aws:tagkeys",
                                      "aws:tokenissuetime",
                                      "aws:useragent",
                                      "aws:userid",
                                      "aws:username",
                                      "aws:viaawsservice",
                                      "aws:vpcsourceip",
                                      "events:creatoraccount",
                                      "events:detail-type",
                                      "events:detail.eventtypecode",
                                      "events:detail.service",
                                      "events:detail.useridentity.principalid",
                                      "events:eventbusarn",
                                      "events:eventbusinvocation",
                                      "events:managedby",
                                      "events:source",
                                      "events:targetarn",
                                      "sns:endpoint",
                                      "sns:protocol"};

constexpr std::string_view kPrefixes[] = {"aws:principaltag/", "aws:requesttag/",
                                          "aws:resourcetag/"};
// Their keys are listed; those of other services may be anything.
constexpr std::string_view kServices[] = {"aws:", "events:", "sns:", "sqs:"};

constexpr std::string_view kManyValued[] = {
    "aws:calledvia",        "aws:principalorgpaths", "aws:principalservicenameslist",
    "aws:resourceorgpaths", "aws:tagkeys",           "events:targetarn",
    "sts:transitivetagkeys"};

static_assert(std::is_sorted(std::begin(kNoResource), std::end(kNoResource)));
static_assert(std::is_sorted(std::begin(kKeys), std::end(kKeys)));
static_assert(std::is_sorted(std::begin(kManyValued), std::end(kManyValued)));

template <size_t kCount>
bool holds(const std::string_view (&list)[kCount], std::string_view word) {
  return std::binary_search(std::begin(list), std::end(list), word);
}

template <size_t kCount>
bool begins_with_one(const std::string_view (&prefixes)[kCount], std::string_view word) {
  return std::any_of(std::begin(prefixes), std::end(prefixes),
                     [&](std::string_view prefix) { return word.starts_with(prefix); });
}

}  // namespace

bool has_no_resource(std::string_view action) { return holds(kNoResource, folded(action)); }

bool is_known_key(std::string_view key) {
  return !begins_with_one(kServices, key) || begins_with_one(kPrefixes, key) || holds(kKeys, key);
}

bool has_many_values(std::string_view key) { return holds(kManyValued, key); }

}  // namespace angarium::policy
