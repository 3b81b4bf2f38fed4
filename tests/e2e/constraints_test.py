"""Every constraint of AWS's model, of every operation that the binary says it has, broken alone:
AWS's code and message, and nothing changed. What is valid, the smallest and the largest, gets past.

The operations come from `angarium api`, the constraints from tests/botocore/model.py. An operation
that is added is tested without a line here; one that needs something to be there (a queue, a rule)
finds it in constraint_seeds.py, or gets its error for what is not there.
"""
import functools
import json
import re

import pytest

from api_caller import Caller, api, model, protocols  # its folder of models comes onto the path
import cases
import constraints
import deviations
from constraint_seeds import Holdings, IamHoldings

BROKEN, VALID = "111111111111", "222222222222"
FAILURES_SHOWN = 10
TOKENS = {dict: "START_OBJECT", list: "START_ARRAY", str: "STRING_VALUE", bool: "BOOLEAN_VALUE",
          int: "NUMBER_VALUE", float: "NUMBER_VALUE"}


@functools.cache
def unsupported(service):
    """(shape, member) of what AWS knows and this server refuses by name."""
    return {(shape["name"], member["name"]) for shape in api()[service]["shapes"]
            for member in shape["members"] if not member["supported"]}


OPERATIONS = [(service, protocol, operation["name"]) for service in api()
              for protocol in protocols(service) for operation in api()[service]["operations"]]


def lower_first(name):
    return name[0].lower() + name[1:]


def split_message(text):
    """The head and the sorted parts of a validation message; an enum's values sorted, too."""
    head, colon, rest = text.partition("detected: ")
    rest = re.sub(r"(enum value set: )\[([^]]*)\]",
                  lambda found: f"{found[1]}[{', '.join(sorted(found[2].split(', ')))}]", rest)
    return head + colon, sorted(re.split(r"; (?=Value )", rest))


def validation_problem(answer, protocol, violations):
    """The query protocol names the error without `Exception` (STS and IAM API, Common errors)."""
    code = {"json": "ValidationException", "query": "ValidationError"}[protocol]
    head, parts = constraints.message(violations)
    if protocol == "query":  # XML can't carry it
        parts = [part.replace("\0", "\N{REPLACEMENT CHARACTER}") for part in parts]
    wanted = split_message(head + "; ".join(parts))
    if answer.status == 400 and answer.code == code \
            and split_message(answer.message) == wanted:
        return None
    return f"wanted {code}: {head}{'; '.join(parts)}"


def sqs_problem(answer, protocol, violations):
    """SQS names the first thing wrong, by codes of its own (API reference, Common errors)."""
    path, value, _ = violations[0]
    assert value is None, "SQS's model limits nothing but what is required"
    member = path.split(".")[-1]
    code = {"json": "MissingRequiredParameterException", "query": "MissingParameter"}[protocol]
    wanted = f"the request must contain the parameter {member.lower()}."
    same = answer.message is not None and answer.message.lower() == wanted
    if answer.status == 400 and answer.code == code and same:
        return None
    return f"wanted {code}: {wanted}"


def type_problem(answer, value, at):
    begins = f"{TOKENS[type(value)]} can not be converted to "
    if answer.status == 400 and answer.code == "SerializationException" \
            and answer.message.startswith(begins) and lower_first(at) in answer.message:
        return None
    return f"wanted SerializationException: {begins}... at {lower_first(at)}"


def unreadable_problem(answer, value, at):
    if answer.status == 400 and answer.code == "MalformedInput" \
            and answer.message.startswith(f"`{value}` is not ") \
            and lower_first(at) in answer.message:
        return None
    return f"wanted MalformedInput: `{value}` is not ... at {lower_first(at)}"


def unsupported_problem(answer, member):
    named = answer.message is not None and member.lower() in answer.message.lower()
    if answer.status == 400 and named and "not supported" in answer.message:
        return None
    return f"wanted an error that says that {member} is not supported"


def own_problem(answer, case, service):
    code, message = deviations.OWN_ERRORS[service][case.shape]
    message = message.format(value=case.value)
    if answer.status == 200 and answer.failed == [(code, message)]:
        return None
    if answer.status == 400 and answer.message == message and code in (
            answer.code, answer.code.removesuffix("Exception")):
        return None
    return f"wanted {code}: {message}"


def problem(case, answer, service, protocol, operation):
    """What is wrong with the answer to a case, or None."""
    if case.kind == "type":
        return type_problem(answer, case.value, case.member)
    if case.kind == "unreadable":
        return unreadable_problem(answer, case.value, case.member)
    if case.kind == "own":
        return own_problem(answer, case, service)
    if case.kind == "unsupported":
        return unsupported_problem(answer, case.member)
    judge = constraints.Judge(service, model(service))
    shape = model(service)["operations"][operation]["input"]["shape"]
    violations = judge.violations(shape, case.request)
    assert violations, f"the case `{case.name}` breaks nothing"
    if service == "sqs":
        return sqs_problem(answer, protocol, violations)
    return validation_problem(answer, protocol, violations)


def requests_for(service, seeds):
    return cases.Requests(service, model(service),
                          lambda shape, member: (shape, member) not in unsupported(service), seeds)


def holdings_of(service):
    """What decides nothing of a service isn't looked at: it would take most of the time."""
    return IamHoldings if service == "iam" else Holdings


@pytest.fixture(scope="module")
def target(dev):
    """target(service): of the account whose requests are all refused, what it has, and the seeds
    that name it."""
    @functools.cache
    def prepared(kind):
        holdings = kind(dev.account(BROKEN))
        return holdings, holdings.prepare()
    return lambda service: prepared(holdings_of(service))


@pytest.fixture(scope="module")
def spent(dev):
    """spent(service): the account whose requests are all valid; each test prepares it anew."""
    @functools.cache
    def made(kind):
        return kind(dev.account(VALID))
    return lambda service: made(holdings_of(service))


@pytest.mark.parametrize("service, protocol, operation", OPERATIONS)
def test_each_constraint_broken_alone_is_refused_and_changes_nothing(
        dev, target, service, protocol, operation):
    if "input" not in model(service)["operations"][operation]:
        return
    (holdings, seeds), caller = target(service), Caller(dev, BROKEN)
    left_out = "unreadable" if protocol == "json" else "type"
    before, problems = holdings.state(), []
    of_protocol = [case for case in requests_for(service, seeds).cases(operation)
                   if case.kind != left_out]
    for case in of_protocol:
        answer = caller.call(service, protocol, operation, case.request)
        wrong = problem(case, answer, service, protocol, operation)
        if wrong:
            problems.append(f"{case.name}: {wrong}\n    got {answer}")
    assert not problems, f"{len(problems)} answers:\n" + "\n".join(problems[:FAILURES_SHOWN])
    assert holdings.state() == before


@pytest.mark.parametrize("service, protocol, operation", OPERATIONS)
@pytest.mark.parametrize("size", [cases.SMALL, cases.FULL, cases.LARGE])
def test_valid_requests_are_not_refused(dev, spent, service, protocol, operation, size):
    """What they name may be missing, a quota may be spent; but nothing is wrong with their form."""
    if "input" not in model(service)["operations"][operation]:
        return
    request = requests_for(service, spent(service).prepare()).of(operation, size)
    answer = Caller(dev, VALID).call(service, protocol, operation, request)
    refused = answer.status >= 400 and (
        answer.code in ("SerializationException", "MalformedInput", "MissingParameter",
                        "MissingRequiredParameterException", "InternalFailure")
        or "failed to satisfy constraint" in answer.message or answer.status >= 500)
    assert not refused, f"{answer}\n{json.dumps(request)[:2000]}"
