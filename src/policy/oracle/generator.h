#pragma once

#include <string>
#include <vector>

#include "policy/oracle/naive_decision.h"
#include "policy/oracle/vocabulary.h"

namespace angarium::policy::oracle {

// Writes requests and valid policies. Deterministic: one seed of the vocabulary's generator gives
// the same texts.
class Generator {
 public:
  explicit Generator(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  NaiveRequest request();
  // `is_trust`: the resource policy is a role's trust policy.
  PolicyTexts policies(bool is_trust);

 private:
  enum class Kind { kAttached, kResource, kTrust, kControl };

  bool chance(double probability) { return vocabulary_.random().chance(probability); }
  const std::string& pick(const std::vector<std::string>& list) { return vocabulary_.pick(list); }

  std::string document(Kind kind);
  std::string full_access(Kind kind);
  std::vector<std::string> some(Kind kind, size_t count_max);
  std::string statement(Kind kind, bool variables, size_t number);
  std::string principal(bool denies);
  std::string actions(Kind kind);
  std::string resources(bool variables);
  std::string resource(bool variables);
  std::string conditions(bool variables);
  std::string key_for(const std::string& operator_name);
  std::string condition_values(const std::string& operator_name, bool variables);
  std::string wildcards(std::string text);
  std::string word_with_variables();
  std::string other_case(std::string text);
  std::string list(const std::vector<std::string>& quoted);

  const Vocabulary& vocabulary_;
};

}  // namespace angarium::policy::oracle
