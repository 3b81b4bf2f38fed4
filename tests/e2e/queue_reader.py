"""Takes messages from a queue by long polling."""
import time

SECONDS_MAX = 30


def receive_messages(sqs, queue_url, count, seconds_max=SECONDS_MAX):
    """The first `count` messages, deleted from the queue; fails when they don't come in time."""
    messages, due = [], time.monotonic() + seconds_max
    while len(messages) < count:
        left = due - time.monotonic()
        assert left > 0, f"{len(messages)} of {count} messages after {seconds_max} s: {messages}"
        answer = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10,
                                     WaitTimeSeconds=min(5, max(1, int(left))))
        for message in answer.get("Messages", []):
            messages.append(message)
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    assert len(messages) == count, f"{len(messages)} messages, expected {count}: {messages}"
    return messages


def expect_empty(sqs, queue_url, seconds=1):
    """Fails when a message comes within `seconds`."""
    answer = sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=seconds)
    assert "Messages" not in answer, answer
