"""What clients get wrong, on purpose and not: each gets the right error or the right answer, and
the server goes on. Run under the sanitizers too, where a crash or a leak fails."""
import datetime
import json
import socket

import pytest

from angarium_process import SERVE_CONFIG, ServeProcess
from raw_client import call, connect, head_of, read_answer, signed_headers

BODY_BYTES_MAX = 4 << 20
CONFIG = SERVE_CONFIG.replace("port = 0\n[health]", f"""port = 0
body_bytes_max = {BODY_BYTES_MAX}
header_timeout_ms = 1000
body_timeout_ms = 1500
idle_timeout_ms = 60000
[health]""")


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    server = ServeProcess(tmp_path_factory.mktemp("serve"), CONFIG)
    owner = server.create_account("owner")
    server.start()
    yield owner
    server.stop()


@pytest.fixture(autouse=True)
def still_serves(account):
    """Whatever a test has sent, the next proper call is answered."""
    yield
    assert account.client("sts").get_caller_identity()["Account"] == account.id


def put(detail, **entry):
    entry = {"Source": "shop", "DetailType": "order", "Detail": detail} | entry
    return json.dumps({"Entries": [entry]}).encode()


def put_events(account, body, headers=None):
    return call(account, "events", "PutEvents", body, headers)


def nested(depth):
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize("body", [
    put("{}")[:-1], b"", b"[]", b"null", b"{", b'{"Entries":', put("{}") + b"{}", b"\xff\xfe{}",
    b'{"Entries":[{"Source":"\xc3\x28"}]}', b'{"Entries":"text"}', b'{"Entries":{"a":1}}',
    b'{"Entries":[17]}', b'{"Entries":[{"Source":5}]}', b'{"Entries":[{"Resources":"x"}]}',
    b"[" * 100_000,
], ids=lambda body: body[:24].decode(errors="replace"))
def test_what_is_not_the_request_is_refused(account, body):
    answer = put_events(account, body)
    assert answer.status == 400
    assert answer.code in ("SerializationException", "ValidationException"), answer.body


def test_an_oversize_body_is_refused_before_it_is_read(account):
    headers = {"Content-Length": str(BODY_BYTES_MAX + 1)}
    signed = signed_headers(account, "events", "PutEvents", b"")
    with connect(account.server) as connection:
        connection.sendall(head_of(signed | headers))
        assert read_answer(connection).status == 413


def test_an_oversize_chunked_body_is_cut_off(account):
    signed = signed_headers(account, "events", "PutEvents", b"")
    signed["Transfer-Encoding"] = "chunked"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    with connect(account.server) as connection:
        connection.sendall(head_of(signed))
        try:
            for _ in range(BODY_BYTES_MAX // 0x10000 + 1):
                connection.sendall(chunk)
        except ConnectionError:
            return  # it answered and closed while we were sending
        assert read_answer(connection).status == 413


def test_an_oversize_entry_fails(account):
    assert put_events(account, put('{"a":"%s"}' % ("x" * 1_000_000))).status == 200
    answer = put_events(account, put('{"a":"%s"}' % ("x" * 1_100_000)))
    assert answer.status == 400, answer.body


@pytest.mark.parametrize("detail", [
    nested(1001), "{", "[]", "17", "null", '{"a":1},"account":"999999999999","x":{}', '{"a":1}}',
    '{"a":01}', "{'a':1}", '{"a":"\\x"}', '{"a":1}{"b":2}', '{"a":\n}',
], ids=lambda detail: detail[:24])
def test_a_malformed_detail_fails_its_entry_alone(account, detail):
    good = {"Source": "shop", "DetailType": "order", "Detail": nested(1000)}
    bad = good | {"Detail": detail}
    answer = put_events(account, json.dumps({"Entries": [good, bad]}).encode())
    assert answer.status == 200
    entries = json.loads(answer.body)["Entries"]
    assert "EventId" in entries[0]
    assert entries[1]["ErrorCode"] == "MalformedDetail", entries


def test_ten_thousand_unknown_members_are_accepted(account):
    unknown = {f"Unknown{i}": [{"a": i}] for i in range(10_000)}
    body = json.dumps(unknown | json.loads(put("{}"))).encode()
    answer = put_events(account, body)
    assert answer.status == 200
    assert json.loads(answer.body)["FailedEntryCount"] == 0


def changed_signature(headers):
    value = headers["Authorization"]
    return {"Authorization": value[:-1] + ("0" if value[-1] != "0" else "1")}


def shifted_date(headers, minutes):
    then = datetime.datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    return {"X-Amz-Date": (then + datetime.timedelta(minutes=minutes)).strftime("%Y%m%dT%H%M%SZ")}


WRONG_SIGNATURES = {
    "unsigned": (lambda headers: {"Authorization": None}, "MissingAuthenticationTokenException"),
    "not a signature": (lambda headers: {"Authorization": "AWS4-HMAC-SHA256 what"},
                        "IncompleteSignatureException"),
    "another algorithm": (
        lambda headers: {"Authorization": headers["Authorization"].replace("SHA256", "SHA1")},
        "IncompleteSignatureException"),
    "a key nobody has": (
        lambda headers: {"Authorization": headers["Authorization"].replace("AKIA", "AKIB")},
        "UnrecognizedClientException"),
    "one digit changed": (changed_signature, "InvalidSignatureException"),
    "a header changed": (lambda headers: {"X-Amz-Target": "AWSEvents.ListRules"},
                         "InvalidSignatureException"),
    "an hour ago": (lambda headers: shifted_date(headers, -60), "InvalidSignatureException"),
    "in an hour": (lambda headers: shifted_date(headers, 60), "InvalidSignatureException"),
    "a header not signed": (lambda headers: {"X-Amz-Extra": "1"}, "InvalidSignatureException"),
    "a token nobody gave": (lambda headers: {"X-Amz-Security-Token": "token"},
                            "UnrecognizedClientException"),
}


@pytest.mark.parametrize("kind", WRONG_SIGNATURES)
def test_a_wrong_signature_gets_its_own_error(account, kind):
    change, code = WRONG_SIGNATURES[kind]
    body = put("{}")
    headers = signed_headers(account, "events", "PutEvents", body)
    headers |= {"Content-Length": str(len(body))} | change(headers)
    with connect(account.server) as connection:
        connection.sendall(
            head_of({name: value for name, value in headers.items() if value is not None}) + body)
        answer = read_answer(connection)
    assert (answer.status, answer.code) == (400, code), answer.body


def test_a_changed_body_is_noticed(account):
    body = put('{"amount":1}')
    headers = signed_headers(account, "events", "PutEvents", body)
    with connect(account.server) as connection:
        connection.sendall(head_of(headers | {"Content-Length": str(len(body))})
                           + body.replace(b"1}", b"9}"))
        answer = read_answer(connection)
    assert answer.code == "InvalidSignatureException"


def test_another_region_and_another_service_are_refused(account):
    body = put("{}")
    for arguments in ({"region": "ap-south-1"}, {"signs_as": "sqs"}):
        headers = signed_headers(account, "events", "PutEvents", body, **arguments)
        with connect(account.server) as connection:
            connection.sendall(head_of(headers | {"Content-Length": str(len(body))}) + body)
            answer = read_answer(connection)
        assert answer.status in (400, 403), (arguments, answer.body)


def reads_its_end(connection):
    """What the server says before it closes: an answer's status, or None."""
    answer = read_answer(connection)
    return answer.status if answer else None


def test_a_client_that_trickles_its_header_is_cut_off(account):
    with connect(account.server) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        assert reads_its_end(connection) in (None, 408)


def test_a_client_that_withholds_its_body_is_cut_off(account):
    body = put("{}")
    headers = signed_headers(account, "events", "PutEvents", body)
    with connect(account.server) as connection:
        connection.sendall(head_of(headers | {"Content-Length": str(len(body))}) + body[:5])
        assert reads_its_end(connection) in (None, 408)


def test_a_half_closed_connection_still_gets_its_answer(account):
    body = put("{}")
    headers = signed_headers(account, "events", "PutEvents", body)
    with connect(account.server) as connection:
        connection.sendall(head_of(headers | {"Content-Length": str(len(body))}) + body)
        connection.shutdown(socket.SHUT_WR)
        assert read_answer(connection).status == 200


@pytest.mark.parametrize("sent", [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 50_000,
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /" + b"a" * 200_000,
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 5_000 + b"\r\n",
], ids=range(8))
def test_what_is_not_http_is_refused(account, sent):
    with connect(account.server) as connection:
        try:
            connection.sendall(sent)
            status = reads_its_end(connection)
        except ConnectionError:
            status = None
        assert status is None or 400 <= status < 600


def test_a_foreign_host_or_origin_is_refused(account):
    body = put("{}")
    for headers in ({"Host": "evil.example.com"}, {"Origin": "https://evil.example.com"}):
        answer = put_events(account, body, headers)
        assert answer.status == 403, (headers, answer.body)
