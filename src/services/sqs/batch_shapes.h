#pragma once

#include <string>

#include "wire/shape.h"

namespace angarium::services::sqs {

// Why one entry of a batch was not carried out.
struct BatchResultErrorEntry {
  std::string id;
  bool sender_fault = true;
  std::string code;
  std::string message;
  static const wire::Shape& shape();
};

}  // namespace angarium::services::sqs
