#include "services/sqs/batch_shapes.h"

namespace angarium::services::sqs {

const wire::Shape& BatchResultErrorEntry::shape() {
  using Self = BatchResultErrorEntry;
  static constexpr wire::Member kMembers[] = {
      wire::member<&Self::id>("Id").required(),
      wire::member<&Self::sender_fault>("SenderFault").required(),
      wire::member<&Self::code>("Code").required(),
      wire::member<&Self::message>("Message"),
  };
  static constexpr wire::Shape kShape{"BatchResultErrorEntry", kMembers};
  return kShape;
}

}  // namespace angarium::services::sqs
