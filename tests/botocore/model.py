"""AWS's own description of a service: botocore's, brought up to date where the installed is old.

Debian's botocore is of 2022. newer.json holds what AWS has added and changed since, for the
services that Angarium speaks; make_newer writes it from any newer botocore. An installed one that
knows all of newer.json's operations is left as it is.
"""
import glob
import gzip
import json
import os
import pathlib

import botocore

# Lists that came after AWS's models had stopped telling names for the query protocol: each element
# is named as their neighbours' are.
ELEMENTS_IN_QUERY = {"sqs": {"MessageSystemAttributeList": "MessageSystemAttributeName"}}

NEWER = pathlib.Path(__file__).with_name("newer.json")


def read(data_folder, service):
    """The newest model of the service below a botocore's data folder."""
    paths = sorted(glob.glob(os.path.join(data_folder, service, "*", "service-2.json*")))
    opener = gzip.open if paths[-1].endswith(".gz") else open
    with opener(paths[-1], "rt", encoding="utf-8") as file:
        return json.load(file)


def merged(old, new):
    """`new` over `old`, part by part: names that only the query protocol has stay known."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return old | {key: merged(old.get(key), value) for key, value in new.items()}


def installed(service):
    return read(os.path.join(os.path.dirname(botocore.__file__), "data"), service)


def load(service):
    model = installed(service)
    newer = json.loads(NEWER.read_text(encoding="utf-8")).get(service)
    if newer and not newer["operations"].keys() <= model["operations"].keys():
        model = merged(model, newer)
    for shape, name in ELEMENTS_IN_QUERY.get(service, {}).items():
        model["shapes"][shape]["member"].setdefault("locationName", name)
    return model
