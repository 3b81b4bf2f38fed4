#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "delivery/target.h"

namespace angarium::delivery {

// The text that a target receives of a delivery: the event's envelope, or what the transform of its
// route makes of it. Every kind of target reads it here.
class TargetInput {
 public:
  // An error is for good (Attempt::permanent by refusal()): the event stays what it is.
  static base::Result<TargetInput> of(const Delivery& delivery);

  std::string_view text() const { return content_ ? content_->envelope : transformed_; }

 private:
  std::shared_ptr<const Content> content_;  // null: transformed
  std::string transformed_;
};

// The error as the rule's owner sees it.
Attempt refusal(const base::Error& error);

}  // namespace angarium::delivery
