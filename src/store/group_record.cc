#include <algorithm>

#include "store/records.h"

namespace angarium::store {

namespace {

// Field 0 doesn't exist: what begins so is no id of a message that a version before ever made.
constexpr char kForm = '\0';

base::Result<GroupRecord::Leased> decode_leased(std::string_view record) {
  GroupRecord::Leased leased;
  FieldReader reader(record);
  while (reader.next()) {
    switch (reader.field()) {
      case 1: leased.sequence = reader.number(); break;
      case 2: leased.until = reader.time(); break;
    }
  }
  AG_CHECK(reader.status());
  return leased;
}

}  // namespace

base::Time GroupRecord::due() const {
  base::Time due = head_not_before;
  for (const Leased& member : leased) due = std::max(due, member.until);
  return due;
}

void GroupRecord::note_leased(uint64_t sequence, std::optional<base::Time> until) {
  auto found = std::find_if(leased.begin(), leased.end(),
                            [sequence](const Leased& one) { return one.sequence == sequence; });
  if (found != leased.end() && until) {
    found->until = *until;
  } else if (found != leased.end()) {
    leased.erase(found);
  } else if (until) {
    leased.push_back({sequence, *until});
  }
}

std::string GroupRecord::encode() const {
  FieldWriter writer;
  writer.bytes(1, head.text());
  writer.number(2, head_sequence);
  writer.time(3, head_not_before);
  writer.number(4, members);
  for (const Leased& member : leased) {
    FieldWriter inner;
    inner.number(1, member.sequence);
    inner.time(2, member.until);
    writer.bytes(5, inner.text());
  }
  return std::string(1, kForm) + writer.text();
}

bool GroupRecord::is_old_form(std::string_view record) {
  return record.empty() || record.front() != kForm;
}

base::Result<GroupRecord> GroupRecord::decode(std::string_view record) {
  GroupRecord decoded;
  if (is_old_form(record)) {
    decoded.head = MessageId(record);
    return decoded;
  }
  FieldReader reader(record.substr(1));
  while (reader.next()) {
    switch (reader.field()) {
      case 1: decoded.head = MessageId(reader.bytes()); break;
      case 2: decoded.head_sequence = reader.number(); break;
      case 3: decoded.head_not_before = reader.time(); break;
      case 4: decoded.members = reader.number(); break;
      case 5: {
        AG_TRY(leased, decode_leased(reader.bytes()));
        decoded.leased.push_back(leased);
        break;
      }
    }
  }
  AG_CHECK(reader.status());
  return decoded;
}

}  // namespace angarium::store
