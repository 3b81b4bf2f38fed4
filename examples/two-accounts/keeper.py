"""The keeping side: a worker with the data, its account's key and its queue."""
import json
import threading

from accounts import KEEPER_BUS
from asker import query_hash

# What only this account has.
BALANCES = {
    "ada": {"select balance": [{"balance": 120}]},
    "bob": {"select balance": [{"balance": 7}]},
}


class Keeper:
    """Answers each question that its queue brings, over its bus."""

    def __init__(self, events, sqs, queue_url):
        self.events, self.sqs, self.queue_url = events, sqs, queue_url
        self.answered = 0
        self._stopping = False
        self._worker = threading.Thread(target=self._work, name="keeper")

    def __enter__(self):
        self._worker.start()
        return self

    def __exit__(self, *_):
        self._stopping = True
        self._worker.join()

    def update(self, user, query, rows):
        """Changes the data and tells the asker to forget what it knew."""
        BALANCES[user][query] = rows
        self._emit("query.invalidate", {"user": user, "query_hash": query_hash(query)})

    def _work(self):
        while not self._stopping:
            answer = self.sqs.receive_message(
                QueueUrl=self.queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=1
            )
            for message in answer.get("Messages", []):
                self._answer(json.loads(message["Body"])["detail"])
                self.sqs.delete_message(
                    QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"]
                )

    def _answer(self, question):
        rows = BALANCES.get(question["user"], {}).get(question["query"])
        if rows is None:
            return  # what it does not know it does not answer: the asker's time-out says so
        self.answered += 1
        self._emit("query.response", {"query_id": question["query_id"], "rows": rows})

    def _emit(self, detail_type, detail):
        answer = self.events.put_events(
            Entries=[
                {
                    "EventBusName": KEEPER_BUS,
                    "Source": "keeper",
                    "DetailType": detail_type,
                    "Detail": json.dumps(detail),
                }
            ]
        )
        assert answer["FailedEntryCount"] == 0, answer
