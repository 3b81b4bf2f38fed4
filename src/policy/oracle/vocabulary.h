#pragma once

#include <string>
#include <vector>

#include "base/random.h"

namespace angarium::policy::oracle {

// The few names that policies and requests of one round are made of, so that they often meet.
class Vocabulary {
 public:
  explicit Vocabulary(base::Random& random);

  struct Caller {
    std::string type, account, arn, issuer_arn, service, unique_id;
  };

  std::vector<Caller> callers;
  std::vector<std::string> actions, resources, keys;
  // Values that keys have, by the operators that can tell them apart.
  std::vector<std::string> words, numbers, dates, booleans, bytes, addresses, arns;
  // What the key of that number mostly has, and a key that mostly has such values.
  const std::vector<std::string>& values_of(size_t key) const;
  const std::string& key_with(const std::vector<std::string>& values) const;

  const std::string& pick(const std::vector<std::string>& list) const;
  const Caller& caller() const { return callers[random_.below(callers.size())]; }
  base::Random& random() const { return random_; }

 private:
  base::Random& random_;
  size_t first_kind_;
};

}  // namespace angarium::policy::oracle
