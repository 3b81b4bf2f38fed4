"""FIFO queues under kill -9: many senders and receivers, random deletes, changes of visibility and
redeliveries, the server killed and restarted in between. The client keeps the books: messages of a
group come in order, nothing comes after its deletion was acknowledged, a message sent twice is one
message, and none is lost. ANGARIUM_FIFO_KILLS and ANGARIUM_FIFO_CLIENTS make it longer and wider.
"""
import os
import random
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

KILLS = int(os.environ.get("ANGARIUM_FIFO_KILLS", "3"))
CLIENTS = int(os.environ.get("ANGARIUM_FIFO_CLIENTS", "4"))  # as many senders as receivers
SEED = int(os.environ.get("ANGARIUM_FIFO_SEED", random.SystemRandom().randrange(1 << 32)))
GROUPS_EACH = 2  # of a sender
MESSAGES_A_LIFE = 100
SECONDS_MAX = 60
VISIBILITY = 2


class Book:
    """What each group has sent, and what was seen of it. `violations` is what the test is about."""

    def __init__(self):
        self.lock = threading.Lock()
        self.identities = {}  # (group, number) -> (MessageId, SequenceNumber)
        self.sent = {}  # group -> the last number acknowledged
        self.delete_tried, self.deleted = set(), set()
        self.violations = []

    def acknowledged(self, group, number, answer):
        identity = answer["MessageId"], answer["SequenceNumber"]
        with self.lock:
            known = self.identities.setdefault((group, number), identity)
            if known != identity:
                self.violations.append(f"{group}/{number} is {known} and {identity}")
            last = self.sent.get(group, 0)
            if number > last:
                before = self.identities.get((group, last))
                if before and int(before[1]) >= int(identity[1]):
                    self.violations.append(f"{group}/{number}'s sequence number did not grow")
                self.sent[group] = number

    def received(self, messages):
        """Of each group the first comes that may still be there, then those that follow it."""
        with self.lock:
            for group in {group for group, _ in messages}:
                numbers = [number for g, number in messages if g == group]
                left = iter(numbers)
                expected = next(left)
                for number in range(1, numbers[-1] + 1):
                    if (group, number) in self.deleted and number in numbers:
                        self.violations.append(f"{group}/{number} came after its deletion")
                    if number == expected:
                        expected = next(left, None)
                    elif (group, number) not in self.delete_tried:
                        self.violations.append(f"{group}: {numbers} came without {number}")
                if expected is not None:
                    self.violations.append(f"{group}: {numbers} are out of order")

    def is_done(self, groups):
        with self.lock:
            return all((group, number) in self.deleted or (group, number) in self.delete_tried
                       for group in groups for number in range(1, self.sent.get(group, 0) + 1))


class Life:
    """Senders and receivers of one life of the server; they end when it does."""

    def __init__(self, account, url, book, number, target):
        self.account, self.url, self.book = account, url, book
        self.target = target  # messages of each group after which its sender stops
        self.over = threading.Event()
        self.failures = []
        self.threads = [
            threading.Thread(target=self._run, args=(work, random.Random(f"{SEED}.{number}.{i}"),
                                                     i))
            for i in range(CLIENTS) for work in (self._send, self._receive)]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()
        assert not self.failures, self.failures

    def _run(self, work, chance, index):
        try:
            work(self.account.client("sqs"), chance, index)
        except BotoCoreError:
            pass  # killed
        except ClientError as error:
            self.failures.append(error)

    def _send(self, sqs, chance, index):
        groups = [f"g{index}.{i}" for i in range(GROUPS_EACH)]
        while not self.over.is_set():
            open_groups = [g for g in groups if self.book.sent.get(g, 0) < self.target]
            if not open_groups:
                return
            group = chance.choice(open_groups)
            last = self.book.sent.get(group, 0)
            # Now and then the last one once more, as after a lost answer.
            number = last if last > 0 and chance.random() < 0.2 else last + 1
            answer = sqs.send_message(
                QueueUrl=self.url, MessageBody=f"{group}/{number}", MessageGroupId=group,
                MessageDeduplicationId=f"{group}/{number}")
            self.book.acknowledged(group, number, answer)

    def _receive(self, sqs, chance, _):
        while not self.over.is_set():
            answer = sqs.receive_message(QueueUrl=self.url, WaitTimeSeconds=1,
                                         VisibilityTimeout=VISIBILITY,
                                         MaxNumberOfMessages=chance.randint(1, 10))
            messages = [(m["Body"].split("/")[0], int(m["Body"].split("/")[1]), m["ReceiptHandle"])
                        for m in answer.get("Messages", [])]
            if not messages:
                continue
            self.book.received([message[:2] for message in messages])
            choice = chance.random()
            if choice < 0.1:
                continue  # lets them time out
            kept = messages if choice < 0.8 else messages[:chance.randint(0, len(messages))]
            for message in kept:
                self._delete(sqs, *message)
            for _, _, handle in messages[len(kept):]:
                self._give_back(sqs, handle)

    def _delete(self, sqs, group, number, handle):
        with self.book.lock:
            self.book.delete_tried.add((group, number))
        try:
            sqs.delete_message(QueueUrl=self.url, ReceiptHandle=handle)
        except ClientError as error:
            if "expired" not in str(error):
                raise
            return  # too slow: it comes again
        with self.book.lock:
            self.book.deleted.add((group, number))

    def _give_back(self, sqs, handle):
        try:
            sqs.change_message_visibility(QueueUrl=self.url, ReceiptHandle=handle,
                                          VisibilityTimeout=0)
        except ClientError as error:
            if error.response["Error"]["Code"] not in (
                    "InvalidParameterValue", "AWS.SimpleQueueService.MessageNotInflight"):
                raise


def wait_until(condition, book):
    due = time.monotonic() + SECONDS_MAX
    while not condition():
        assert time.monotonic() < due, f"seed {SEED}: not done in {SECONDS_MAX} s"
        assert not book.violations, f"seed {SEED}: {book.violations[:10]}"
        threading.Event().wait(0.01)


def test_order_and_exactly_once_over_kills(serve):
    print(f"ANGARIUM_FIFO_SEED={SEED}")
    account = serve.create_account("owner")
    book, chance = Book(), random.Random(SEED)
    groups = [f"g{i}.{j}" for i in range(CLIENTS) for j in range(GROUPS_EACH)]
    for life in range(KILLS + 1):
        serve.start()
        url = account.client("sqs").create_queue(
            QueueName="kept.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        target = (life + 1) * MESSAGES_A_LIFE // len(groups)
        clients = Life(account, url, book, life, target).start()
        if life < KILLS:
            enough = chance.randint(life * MESSAGES_A_LIFE, (life + 1) * MESSAGES_A_LIFE) * 0.9
            wait_until(lambda: sum(book.sent.values()) >= enough, book)
            serve.kill()
        else:
            wait_until(lambda: min(book.sent.get(g, 0) for g in groups) >= target
                       and book.is_done(groups), book)
        clients.end()
        assert not book.violations, f"seed {SEED}: {book.violations[:10]}"
    assert sum(book.sent.values()) >= KILLS * MESSAGES_A_LIFE * 0.8
    # What was tried to be deleted and not acknowledged may be left; nothing else is.
    sqs, due = account.client("sqs"), time.monotonic() + 4 * VISIBILITY
    while time.monotonic() < due:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            group, number = message["Body"].split("/")
            assert (group, int(number)) not in book.deleted, f"seed {SEED}: {message['Body']}"
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert counts["ApproximateNumberOfMessages"] == "0"
    assert counts["ApproximateNumberOfMessagesNotVisible"] == "0"
