"""The asking side: users with questions, a bus and a queue, and no connection to the data."""
import hashlib
import json
import threading
import uuid

from accounts import ASKER_BUS


class NoAnswer(Exception):
    """Nobody answered within the time-out."""


def query_hash(query):
    return hashlib.sha256(query.encode()).hexdigest()


class Asker:
    """Asks over the bus and remembers answers by user and query. Usable from many threads."""

    def __init__(self, events, sqs, queue_url):
        self.events, self.sqs, self.queue_url = events, sqs, queue_url
        self.round_trips = 0
        self._cache = {}  # (user, query hash) -> rows
        self._waiting = {}  # query id -> [event that is set on arrival, rows]
        self._changed = threading.Condition()
        self._stopping = False
        self._listener = threading.Thread(target=self._listen, name="asker")

    def __enter__(self):
        self._listener.start()
        return self

    def __exit__(self, *_):
        self._stopping = True
        self._listener.join()

    def ask(self, user, query, timeout_seconds):
        """The rows that answer the query, from the cache when this user asked it before."""
        key = (user, query_hash(query))
        with self._changed:
            if key in self._cache:
                return self._cache[key]
            query_id = str(uuid.uuid4())
            self._waiting[query_id] = None
            self.round_trips += 1
        self._emit(query_id, user, query)
        return self._wait_for(query_id, key, timeout_seconds)

    def wait_until_forgotten(self, user, query, timeout_seconds):
        """True once no answer to the query is cached for this user."""
        key = (user, query_hash(query))
        with self._changed:
            return self._changed.wait_for(lambda: key not in self._cache, timeout_seconds)

    def _emit(self, query_id, user, query):
        detail = {"query_id": query_id, "user": user, "query": query}
        answer = self.events.put_events(
            Entries=[
                {
                    "EventBusName": ASKER_BUS,
                    "Source": "asker",
                    "DetailType": "query.execute",
                    "Detail": json.dumps(detail),
                }
            ]
        )
        assert answer["FailedEntryCount"] == 0, answer

    def _wait_for(self, query_id, key, timeout_seconds):
        with self._changed:
            answered = self._changed.wait_for(
                lambda: self._waiting[query_id] is not None, timeout_seconds
            )
            rows = self._waiting.pop(query_id)
            if not answered:
                raise NoAnswer(f"no answer to `{key[1][:12]}` within {timeout_seconds} s")
            self._cache[key] = rows
            return rows

    def _listen(self):
        while not self._stopping:
            answer = self.sqs.receive_message(
                QueueUrl=self.queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=1
            )
            for message in answer.get("Messages", []):
                self._take(json.loads(message["Body"]))
                self.sqs.delete_message(
                    QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"]
                )

    def _take(self, event):
        detail = event["detail"]
        with self._changed:
            if event["detail-type"] == "query.response":
                # A late or repeated answer finds nobody waiting and is dropped.
                if detail["query_id"] in self._waiting:
                    self._waiting[detail["query_id"]] = detail["rows"]
            elif event["detail-type"] == "query.invalidate":
                self._cache.pop((detail["user"], detail["query_hash"]), None)
            self._changed.notify_all()
