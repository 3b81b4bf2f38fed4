"""Prints random requests signed by botocore, one a line: tab-separated, every field in hex.

usage: botocore_vectors.py SEED COUNT
fields: form (header|presigned), method, target, body, secret, unix time, expected Authorization or
presigned target, then name and value of every header that was sent.
"""
import datetime
import random
import sys
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

HARMLESS = "abcXYZ019-._~"
ODD = HARMLESS + " /:;,=+&@!$'()*%#?\u00e9\u4e2d\""


def text(rng, alphabet, longest):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(0, longest)))


def random_path(rng):
    def segment():
        return rng.choice(["", ".", "..", "queue", quote(text(rng, ODD, 8), safe="~")])
    return "/" + "/".join(segment() for _ in range(rng.randint(0, 5)))


def random_headers(rng):
    headers = {}
    if rng.random() < 0.7:
        headers["Content-Type"] = "application/x-amz-json-1.0; charset=utf-8"
    for _ in range(rng.randint(0, 4)):
        name = "X-" + rng.choice(["Amz-", "Custom-", "amzn-"]) + text(rng, "abcXYZ", 6) + "z"
        value = text(rng, HARMLESS + "  ,=", 12).strip()
        headers[name] = rng.choice(["", "  "]) + value + rng.choice(["", " "])
    return headers


def sign(rng, when):
    botocore.auth.datetime.datetime = Frozen(when)
    credentials = Credentials("AKIA" + text(rng, "ABC", 8), text(rng, HARMLESS + "/+", 40) or "s",
                              rng.choice([None, "tok/en+" + text(rng, "ab=/", 30)]))
    service, region = rng.choice(["events", "sqs", "sts"]), rng.choice(["eu-west-1", "us-east-1"])
    parameters = {text(rng, ODD, 6) + "k": text(rng, ODD, 10) for _ in range(rng.randint(0, 4))}
    presigned = rng.random() < 0.4
    method = "GET" if presigned else rng.choice(["POST", "GET", "PUT"])
    body = b"" if method == "GET" else text(rng, ODD, 60).encode()
    url = "http://localhost:4566" + random_path(rng)
    request = AWSRequest(method, url, random_headers(rng), body, parameters)
    request.context["client_config"] = None
    if presigned:
        signer = botocore.auth.SigV4QueryAuth(credentials, service, region,
                                              expires=rng.randint(1, 604800))
    else:
        signer = botocore.auth.SigV4Auth(credentials, service, region)
    signer.add_auth(request)
    return request, credentials, presigned


class Frozen:
    """Stands in for botocore's datetime class."""
    def __init__(self, when):
        self.when = when

    def utcnow(self):
        return self.when

    def __getattr__(self, name):
        return getattr(datetime.datetime, name)


def main():
    rng = random.Random(int(sys.argv[1]))
    botocore.auth.datetime = type("module", (), {"datetime": None})
    for _ in range(int(sys.argv[2])):
        unix = rng.randint(1_600_000_000, 1_900_000_000)
        request, credentials, presigned = sign(rng, datetime.datetime.utcfromtimestamp(unix))
        sent = request.prepare()
        parts = urlsplit(sent.url)
        target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
        headers = [("Host", parts.netloc)]
        headers += [(k, v.decode() if isinstance(v, bytes) else v)
                    for k, v in sent.headers.items()
                    if k.lower() not in ("content-length",)]
        fields = ["presigned" if presigned else "header", sent.method, target,
                  request.body if isinstance(request.body, bytes) else (request.body or ""),
                  credentials.secret_key, str(unix)]
        for name, value in headers:
            fields += [name, value]
        print("\t".join((f if isinstance(f, bytes) else f.encode()).hex() for f in fields))


main()
