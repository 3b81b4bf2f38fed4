"""What AWS's models have against a call: how it was sent, and each member's type, length, range,
pattern and enumeration, most of which botocore's own validator leaves to AWS.

The models are the installed botocore's; where Debian's of 2022 is behind, NEWER and AS_SENT say
what has come since, as the newest says it.
"""
import base64
import binascii
import copy
import re
import sys
import urllib.parse

import botocore.session
from botocore.model import ServiceModel

from angarium_process import ROOT

sys.path.insert(0, str(ROOT / "tests" / "botocore"))

import samples  # noqa: E402

# botocore's names of services, where they aren't what signatures say.
MODELS = {"states": "stepfunctions"}
WORKGROUP = (r".*((^[a-z0-9-]{3,63}$)|^(arn:(aws(-[a-z]+)*):redshift-serverless:[a-z]{2}"
             r"(-gov|(-iso[a-z]?))?-[a-z]+-\d{1}:\d{12}:workgroup/"
             r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))")
TOKEN = {"type": "string", "min": 1, "max": 64}
REDSHIFT = {"ClientToken": TOKEN,
            "WorkgroupName": {"type": "string", "min": 3, "max": 128, "pattern": WORKGROUP},
            "ClusterIdentifier": {"type": "string", "min": 1, "max": 63,
                                  "pattern": r"[a-z][a-z0-9]*(-[a-z0-9]+)*"}}
NEWER = {
    "kinesis": {"PutRecordInput": {"StreamARN": {
        "type": "string", "min": 1, "max": 2048,
        "pattern": r"arn:aws.*:kinesis:.*:\d{12}:stream/\S+"}}},
    "ecs": {"RunTaskRequest": {"clientToken": TOKEN}},  # "Up to 64 characters": RunTask's page
    "redshift-data": {"ExecuteStatementInput": REDSHIFT, "BatchExecuteStatementInput": REDSHIFT},
    "ssm-incidents": {"TriggerDetails": {"rawData": {"type": "string", "min": 0, "max": 10000}}},
}
AS_SENT = {"sqs": {"protocol": "json", "targetPrefix": "AmazonSQS", "jsonVersion": "1.0"}}


def service_model(service):
    name = MODELS.get(service, service)
    loader = botocore.session.get_session().get_component("data_loader")
    model = copy.deepcopy(loader.load_service_model(name, "service-2"))
    model["metadata"].update(AS_SENT.get(service, {}))
    for structure, members in NEWER.get(service, {}).items():
        for member, shape in members.items():
            model["shapes"][f"{structure}.{member}"] = shape
            model["shapes"][structure]["members"][member] = {"shape": f"{structure}.{member}"}
    return ServiceModel(model, name)


def violations(service, operation, parameters):
    """What the model of the operation has against these parameters; empty: nothing."""
    shape = service_model(service).operation_model(operation).input_shape
    return "\n".join(of_value(shape, parameters, operation))


def call_violations(call, operation):
    """The same of a whole call (signed_endpoint.Call), which must be one of this operation."""
    model = service_model(call.service)
    operation_model = model.operation_model(operation)
    sent = {"json": as_json, "rest-json": as_rest, "query": as_query}[model.protocol]
    wrong, parameters = sent(call, model, operation_model)
    return "\n".join([*wrong, *of_value(operation_model.input_shape, parameters, operation)])


def as_json(call, model, operation):
    metadata = model.metadata
    wanted = {"method": "POST", "path": "/",
              "target": f"{metadata['targetPrefix']}.{operation.name}",
              "content type": f"application/x-amz-json-{metadata['jsonVersion']}"}
    sent = {"method": call.method, "path": call.path, "target": call.target,
            "content type": call.headers["Content-Type"]}
    return differences(sent, wanted), call.json()


def as_query(call, model, operation):
    form = call.form()
    sent = {"method": call.method, "path": call.path, "action": form.pop("Action", None),
            "version": form.pop("Version", None), "content type": call.headers["Content-Type"]}
    wanted = {"method": "POST", "path": "/", "action": operation.name,
              "version": model.metadata["apiVersion"],
              "content type": "application/x-www-form-urlencoded"}
    return differences(sent, wanted), form


def as_rest(call, model, operation):
    """Members are in the path, the query, the headers, or else in the body."""
    path, _, query = call.path.partition("?")
    query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(operation.http["requestUri"]))
    match = re.fullmatch(pattern, path)
    if not match or call.method != operation.http["method"]:
        return [f"{call.method} {path} is not {operation.http}"], {}
    shape = operation.input_shape
    payload = shape.serialization.get("payload")
    parameters = {} if payload else call.json()
    wrong = [] if payload else [f"{name} belongs elsewhere" for name in parameters
                                if shape.members[name].serialization.get("location")]
    for name, member in shape.members.items():
        place = member.serialization.get("location")
        known_as = member.serialization.get("name", name)
        value = {"uri": match.groupdict().get(known_as), "querystring": query.pop(known_as, None),
                 "header": call.headers.get(known_as)}.get(place)
        if value is not None:
            parameters[name] = urllib.parse.unquote(value) if place == "uri" else value
    if payload:
        parameters[payload] = base64.b64encode(call.body).decode()
    return wrong + [f"?{name} is not a member" for name in query], parameters


def differences(sent, wanted):
    return [f"{what} is {sent[what]}, not {value}" for what, value in wanted.items()
            if sent[what] != value]


def of_value(shape, value, path):
    """Each violation on a line of its own, by a JSON value as it was sent."""
    kinds = {"structure": dict, "map": dict, "list": list, "string": str, "blob": str,
             "boolean": bool, "integer": int, "long": int, "float": (int, float),
             "double": (int, float), "timestamp": (int, float)}
    is_number = shape.type_name in ("integer", "long", "float", "double", "timestamp")
    if not isinstance(value, kinds[shape.type_name]) or (is_number and isinstance(value, bool)):
        yield f"{path} is {value!r}, not a {shape.type_name}"
        return
    yield from of_bounds(shape, value, path)
    if shape.type_name == "list":
        for index, one in enumerate(value):
            yield from of_value(shape.member, one, f"{path}[{index}]")
    elif shape.type_name == "map":
        for key, one in value.items():
            yield from of_value(shape.key, key, f"{path} key")
            yield from of_value(shape.value, one, f"{path}[{key}]")
    elif shape.type_name == "structure":
        yield from of_members(shape, value, path)


def of_bounds(shape, value, path):
    metadata = shape.metadata
    size = value
    if shape.type_name == "blob":
        try:
            size = len(base64.b64decode(value, validate=True))
        except binascii.Error:
            yield f"{path} is no Base64"
    elif isinstance(value, (str, list, dict)):
        size = len(value)
    if isinstance(size, (int, float)):
        if size < metadata.get("min", size) or size > metadata.get("max", size):
            yield f"{path}: {size} is not within {metadata}"
    if shape.type_name == "string":
        if "pattern" in metadata and not samples.matches(in_python(metadata["pattern"]), value):
            yield f"{path}: {value!r} does not match {metadata['pattern']}"
        if value not in metadata.get("enum", [value]):
            yield f"{path}: {value!r} is none of {metadata['enum']}"


def in_python(pattern):
    """Java spells what lies beyond 16 bits as two ranges of halves."""
    return pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")


def of_members(shape, value, path):
    for name in shape.required_members:
        if name not in value:
            yield f"{path}.{name} is missing"
    for name, one in value.items():
        if name in shape.members:
            yield from of_value(shape.members[name], one, f"{path}.{name}")
        else:
            yield f"{path}.{name} is not a member"
