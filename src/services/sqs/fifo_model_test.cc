#include <cstdlib>

#include "services/sqs/fixture_test.h"

// FIFO queues against a book that the clients keep: sixteen senders that repeat themselves and
// sixteen receivers, their calls interleaved at random, with deletions, changes of visibility,
// time-outs, long polls and restarts. ANGARIUM_MODEL_SEED=n replays one seed. (With kill -9 and
// real clients: tests/e2e/fifo_crash_test.py.)
namespace angarium::services::sqs {
namespace {

constexpr int kClients = 16;  // as many senders as receivers; each sender has a group of its own
constexpr base::Seconds kVisibility{5};

using Pending = wire::TestClient::Pending;

struct Sender {
  int acknowledged = 0;  // the last number that was
  int sending = 0;
  Pending call = {};
};

struct Held {
  int group = 0;
  int number = 0;
  std::string handle;
};

struct Receiving {
  base::Time begun;
  Pending call = {};
  std::vector<Held> held;
  bool is_deleting = false;
};

// What clients know of one group.
struct Group {
  std::map<int, std::string> identities;  // number -> MessageId and SequenceNumber
  std::set<int> deleted;                  // acknowledged
  std::set<int> may_be_deleted;
  // Those in flight for sure: until when, unless they are deleted or given back before.
  std::map<int, base::Time> in_flight;
};

class FifoModelTest : public SqsTest {
 protected:
  void run_seed(uint64_t seed, int steps) {
    chance_ = std::make_unique<base::SeededRandom>(seed);
    senders_.resize(kClients);
    receivers_.resize(kClients);
    groups_.resize(kClients);
    create("q.fifo", R"({"FifoQueue":"true"})");
    for (int step = 0; step < steps && !HasFailure(); ++step) {
      const size_t client = chance_->below(kClients);
      chance_->chance(0.5) ? step_sender(client) : step_receiver(client);
      for (uint64_t work = chance_->below(12); work > 0 && executor_.run_one(); --work) {
      }
      collect();
      if (chance_->chance(0.01)) advance(base::Milliseconds(100 * chance_->below(30)));
      collect();
      if (step % 500 == 499) restart();
    }
    restart();
    drain();
    if (HasFailure()) ADD_FAILURE() << "ANGARIUM_MODEL_SEED=" << seed;
  }

 private:
  static std::string text(const json::Value& object, std::string_view name) {
    return std::string(*object.find(name)->string());
  }
  Pending begin(std::string_view operation, const std::string& more) {
    return client_->begin(wire::TestClient::json_request("AmazonSQS." + std::string(operation),
                                                         on("q.fifo", more), kAccount));
  }

  void step_sender(size_t index) {
    Sender& sender = senders_[index];
    if (sender.call) return finish_send(index);
    // Now and then the last one again, as after a lost answer.
    const bool again = sender.acknowledged > 0 && chance_->chance(0.2);
    sender.sending = again ? sender.acknowledged : sender.acknowledged + 1;
    const std::string name = std::to_string(index) + "/" + std::to_string(sender.sending);
    sender.call = begin("SendMessage", R"("MessageBody":")" + name + R"(","MessageGroupId":"g)" +
                                           std::to_string(index) +
                                           R"(","MessageDeduplicationId":")" + name + '"');
  }
  void finish_send(size_t index) {
    Sender& sender = senders_[index];
    if (!*sender.call) return;
    ASSERT_EQ((*sender.call)->status, 200) << (*sender.call)->body;
    auto answer = json::Document::parse((*sender.call)->body);
    const std::string identity =
        text(answer->root(), "SequenceNumber") + " " + text(answer->root(), "MessageId");
    auto& identities = groups_[index].identities;
    auto [known, is_new] = identities.emplace(sender.sending, identity);
    EXPECT_EQ(known->second, identity) << index << "/" << sender.sending << " twice";
    if (is_new && sender.sending > 1) {
      EXPECT_GT(identity, identities[sender.sending - 1]);
    }
    sender.acknowledged = sender.sending;
    sender.call.reset();
  }

  // Answers are looked at before time goes on: what they say is true of this moment.
  void collect() {
    for (Receiving& receiver : receivers_) {
      if (!receiver.call) continue;
      receiver.is_deleting ? finish_delete(receiver) : finish_receive(receiver);
    }
  }
  void step_receiver(size_t index) {
    Receiving& receiver = receivers_[index];
    if (receiver.call) return;
    if (receiver.held.empty()) {
      receiver.begun = clock_.now();
      receiver.call =
          begin("ReceiveMessage", R"("VisibilityTimeout":5,"MaxNumberOfMessages":)" +
                                      std::to_string(1 + chance_->below(10)) +
                                      R"(,"WaitTimeSeconds":)" + std::to_string(chance_->below(3)));
      return;
    }
    const uint64_t choice = chance_->below(10);
    if (choice < 2) {
      receiver.held.clear();  // lets them time out
    } else if (choice < 4) {
      give_back(receiver);
    } else {
      begin_delete(receiver);
    }
  }

  void finish_receive(Receiving& receiver) {
    if (!*receiver.call) return;
    ASSERT_EQ((*receiver.call)->status, 200) << (*receiver.call)->body;
    std::map<int, std::vector<int>> numbers;
    for (Received& message : messages_of((*receiver.call)->body)) {
      const size_t slash = message.body.find('/');
      Held held{std::stoi(message.body.substr(0, slash)), std::stoi(message.body.substr(slash + 1)),
                std::move(message.handle)};
      numbers[held.group].push_back(held.number);
      receiver.held.push_back(std::move(held));
    }
    for (const auto& [group, some] : numbers) note_received(group, some, receiver.begun);
    receiver.call.reset();
  }
  // Of a group come the first that is still there and those that follow it, and only while none is
  // in flight.
  void note_received(int index, const std::vector<int>& numbers, base::Time begun) {
    Group& group = groups_[static_cast<size_t>(index)];
    for (const auto& [number, until] : group.in_flight) {
      EXPECT_LE(until, clock_.now()) << index << "/" << number << " is in flight";
    }
    auto next = numbers.begin();
    for (int number = 1; number <= numbers.back(); ++number) {
      if (next != numbers.end() && *next == number) {
        EXPECT_FALSE(group.deleted.contains(number)) << index << "/" << number << " was deleted";
        group.in_flight[number] = begun + kVisibility;
        ++next;
      } else {
        EXPECT_TRUE(group.may_be_deleted.contains(number))
            << index << "/" << numbers.front() << " came before " << number;
      }
    }
    EXPECT_EQ(next, numbers.end()) << "out of order";
  }

  void begin_delete(Receiving& receiver) {
    std::string entries;
    receiver.held.resize(1 + chance_->below(receiver.held.size()));
    for (size_t i = 0; i < receiver.held.size(); ++i) {
      const Held& held = receiver.held[i];
      Group& group = groups_[static_cast<size_t>(held.group)];
      group.may_be_deleted.insert(held.number);
      group.in_flight.erase(held.number);
      entries += (i ? "," : "") + std::string(R"({"Id":")") + std::to_string(i) +
                 R"(","ReceiptHandle":")" + held.handle + R"("})";
    }
    receiver.call = begin("DeleteMessageBatch", R"("Entries":[)" + entries + "]");
    receiver.is_deleting = true;
  }
  void finish_delete(Receiving& receiver) {
    if (!*receiver.call) return;
    ASSERT_EQ((*receiver.call)->status, 200) << (*receiver.call)->body;
    auto answer = json::Document::parse((*receiver.call)->body);
    for (json::Value done : answer->root().find("Successful")->elements()) {
      const Held& held = receiver.held[static_cast<size_t>(std::stoi(text(done, "Id")))];
      groups_[static_cast<size_t>(held.group)].deleted.insert(held.number);
    }
    receiver.held.clear();
    receiver.call.reset();
    receiver.is_deleting = false;
  }
  void give_back(Receiving& receiver) {
    const Held held = receiver.held.back();
    receiver.held.pop_back();
    groups_[static_cast<size_t>(held.group)].in_flight.erase(held.number);
    begin("ChangeMessageVisibility",
          R"("VisibilityTimeout":0,"ReceiptHandle":")" + held.handle + '"');
  }

  // Everything begun gets its answer; then the service opens again on what the store holds.
  void restart() {
    advance(base::Seconds(3));
    collect();
    for (size_t i = 0; i < kClients; ++i) {
      if (senders_[i].call) finish_send(i);
      EXPECT_FALSE(senders_[i].call || receivers_[i].call) << "a call has no answer";
    }
    open();
  }

  void drain() {
    advance(kVisibility);
    for (Receiving& receiver : receivers_) receiver.held.clear();
    Receiving receiver;
    while (!HasFailure()) {
      receiver.begun = clock_.now();
      receiver.call = begin("ReceiveMessage", R"("VisibilityTimeout":5,"MaxNumberOfMessages":10)");
      advance(base::Milliseconds(1));
      finish_receive(receiver);
      if (receiver.held.empty()) break;
      begin_delete(receiver);
      advance(base::Milliseconds(1));
      finish_delete(receiver);
      advance(kVisibility);
    }
    EXPECT_EQ(counts("q.fifo"), "0 0 0");
    for (size_t i = 0; i < kClients; ++i) {
      EXPECT_EQ(groups_[i].deleted.size(), static_cast<size_t>(senders_[i].acknowledged))
          << "each message was received and deleted, group " << i;
    }
  }

  std::unique_ptr<base::SeededRandom> chance_;
  std::vector<Sender> senders_;
  std::vector<Receiving> receivers_;
  std::vector<Group> groups_;
};

TEST_F(FifoModelTest, OrderAndExactlyOnce) {
  const char* only = std::getenv("ANGARIUM_MODEL_SEED");
  const uint64_t seed = only ? std::strtoull(only, nullptr, 10) : 1;
  run_seed(seed, only ? 20'000 : 5'000);
}

}  // namespace
}  // namespace angarium::services::sqs
