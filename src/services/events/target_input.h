#pragma once

#include <memory>

#include "delivery/transform.h"
#include "services/events/records.h"
#include "services/events/target_shapes.h"
#include "wire/error.h"

// Input, InputPath and InputTransformer: what a target receives in place of the event
// (docs/input-transformers.md).
namespace angarium::services::events {

// What PutTargets refuses of them, in AWS's words.
wire::Result<void> check_input(const TargetShape& target);

// Null: the target receives the whole event. `target` has passed check_input, now or when it was
// stored.
std::shared_ptr<const delivery::Transform> transform_of(const TargetRecord& target);

}  // namespace angarium::services::events
