"""What the two automations do, step by step; it ends with an error when a step does not happen."""
import json
import secrets
import tempfile

from dev_server import ACCOUNT, DevServer
from guards import set_up
from remediation import Remediation

ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"
REASONS = ("ERROR_CODE", "ERROR_MESSAGE", "EXHAUSTED_RETRY_CONDITION")


def say(text):
    print(text, flush=True)


def bucket_call(server, call, bucket, **parts):
    say(f"ann calls {call} of {bucket}")
    return server.inject("s3", call, ANN, request={"bucketName": bucket}, **parts)


def run_instances(server, *instances, role=None):
    """A call of ann's, or of a session of the role: its CloudTrail record names the role."""
    response = {"instancesSet": {"items": [{"instanceId": one} for one in instances]}}
    say(f"{role or 'ann'} calls RunInstances: {', '.join(instances)}")
    if role is None:
        return server.inject("ec2", "RunInstances", ANN, response=response)
    issuer = {"type": "Role", "arn": f"arn:aws:iam::{ACCOUNT}:role/{role}", "userName": role}
    session = {"userIdentity": {"sessionContext": {"sessionIssuer": issuer}}}
    return server.inject("ec2", "RunInstances", f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/s",
                         response=response, detail=session)


class Story:
    """Where each event ended, by its id: `mended` and `refused` have what the endpoint was sent,
    `left_alone` the event's trace, `dead` the dead letter's body and attributes."""

    def __init__(self, server, remediation, queue_url):
        self.server, self.remediation, self.queue_url = server, remediation, queue_url
        self.sqs = server.client("sqs")
        self.mended, self.left_alone, self.refused, self.dead = {}, {}, {}, {}

    def is_mended(self, event_id):
        self.mended[event_id] = self.remediation.next()
        say(f"    mended: the endpoint was sent {json.dumps(self.mended[event_id])}")

    def is_left_alone(self, event_id):
        trace = self.left_alone[event_id] = self.server.trace(event_id)
        if trace["deliveries"]:
            raise RuntimeError(f"it is exempt, but a rule matched: {trace}")
        say("    left alone: no rule matched")

    def is_refused(self, event_id):
        """The endpoint was asked, and its answer made a dead letter of the event."""
        self.refused[event_id] = self.remediation.next()
        self.is_dead(event_id)

    def is_dead(self, event_id):
        """Takes the dead letter from its queue."""
        letters = self.sqs.receive_message(
            QueueUrl=self.queue_url, WaitTimeSeconds=10, MessageAttributeNames=["All"]
        ).get("Messages")
        if not letters:
            raise RuntimeError(f"no dead letter came: {self.server.trace(event_id)}")
        letter, = letters
        self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=letter["ReceiptHandle"])
        why = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
        self.dead[event_id] = json.loads(letter["Body"]), why
        say("    dead letter: " + ", ".join(f"{name} {why[name]}" for name in REASONS
                                            if name in why))


def all_goes_well(story):
    server = story.server
    story.is_mended(bucket_call(server, "CreateBucket", "ledger"))
    story.is_mended(bucket_call(server, "DeleteBucketEncryption", "ledger"))
    story.is_mended(run_instances(server, "i-0a1", "i-0a2"))
    story.is_mended(run_instances(server, "i-0b1", role="intern"))


def some_are_exempt(story):
    server = story.server
    story.is_left_alone(bucket_call(server, "CreateBucket", "public-site"))
    story.is_left_alone(bucket_call(server, "DeleteBucketEncryption", "scratch"))
    story.is_left_alone(run_instances(server, "i-0c1", role="scaler"))
    say("the next call is denied, so that there is nothing to mend:")
    denied = bucket_call(server, "CreateBucket", "vault", error_code="AccessDenied")
    story.is_left_alone(denied)


def the_endpoint_fails(story):
    server, remediation = story.server, story.remediation
    say("the endpoint answers 503 from here on")
    remediation.status = 503
    story.is_refused(bucket_call(server, "CreateBucket", "payroll"))
    say("the endpoint answers 422 from here on")
    remediation.status = 422
    story.is_refused(run_instances(server, "i-0d1"))
    say("the endpoint is gone")
    remediation.go_away()
    story.is_dead(bucket_call(server, "DeleteBucketEncryption", "payroll"))


def tell(binary, look=lambda server: None):
    """Runs both automations against a server of their own, which `look` sees once all is set up.
    Returns the story."""
    api_key = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="angarium-automations-") as directory, \
            Remediation(api_key) as remediation, DevServer(binary, directory) as server:
        story = Story(server, remediation, set_up(server, remediation.url, api_key))
        look(server)
        all_goes_well(story)
        some_are_exempt(story)
        the_endpoint_fails(story)
        return story
