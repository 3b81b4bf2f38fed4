"""Compares a dump of one service's tables (wire::dump) with AWS's model (model.py).

usage: diff_tables.py DUMP.json
Prints one line per difference and exits with 1 if there is one. Operations that Angarium does not
have are not differences; members are: one that is not honoured yet belongs into the table as
unsupported.
"""
import json
import sys

import deviations
import model as aws


class Diff:
    def __init__(self, dump, model):
        self.service = dump["service"]
        self.dump = dump
        self.model = model["shapes"]
        self.operations = model["operations"]
        self.is_query = model["metadata"]["protocol"] == "query"
        self.lines = []
        self.inputs = self.reachable("input")

    def reachable(self, side):
        """Names of the model's shapes that requests (or answers) of our operations contain."""
        names, queue = set(), [self.operations[op["name"]].get(side, {}).get("shape")
                               for op in self.dump["operations"] if op["name"] in self.operations]
        while queue:
            name = queue.pop()
            if name is None or name in names:
                continue
            names.add(name)
            shape = self.model[name]
            queue += [m["shape"] for m in shape.get("members", {}).values()]
            queue += [shape[k]["shape"] for k in ("member", "key", "value") if k in shape]
        return names

    def report(self, where, what):
        self.lines.append(f"{self.service} {where}: {what}")

    def relaxed(self, where, prop):
        return deviations.is_relaxed(self.service, where, prop)

    def compare_names(self):
        """Each operation of AWS's is in the table or known to be missing (make_aws_operations)."""
        ours = {operation["name"] for operation in self.dump["operations"]}
        for name in sorted(self.operations.keys() ^ (ours | set(self.dump["unimplemented"]))):
            self.report(name, "run tests/botocore/make_aws_operations: AWS's list has changed")

    def compare(self):
        self.compare_names()
        for operation in self.dump["operations"]:
            theirs = self.operations.get(operation["name"])
            if theirs is None:
                self.report(operation["name"], "AWS has no such operation")
                continue
            for side in ("input", "output"):
                wanted = theirs.get(side, {}).get("shape", "")
                if operation[side] != wanted:
                    self.report(operation["name"],
                                f"{side} is {operation[side]!r}, AWS: {wanted!r}")
        for shape in self.dump["shapes"]:
            self.compare_shape(shape)

    def compare_shape(self, shape):
        theirs = self.model.get(shape["name"])
        if theirs is None:
            self.report(shape["name"], "AWS has no such shape")
            return
        ours = {member["name"]: member for member in shape["members"]}
        for name in theirs["members"].keys() - ours.keys():
            self.report(f"{shape['name']}.{name}", "is missing")
        for name in ours.keys() - theirs["members"].keys():
            self.report(f"{shape['name']}.{name}", "AWS has no such member")
        for name in ours.keys() & theirs["members"].keys():
            required = name in theirs.get("required", [])
            is_input = shape["name"] in self.inputs
            where = f"{shape['name']}.{name}"
            if ours[name]["supported"]:
                self.compare_member(where, ours[name], theirs["members"][name], is_input)
            if not is_input or self.relaxed(where, "required"):
                continue
            if ours[name]["required"] != required:
                self.report(where, f"required is {ours[name]['required']}, AWS: {required}")

    def compare_member(self, where, ours, reference, is_input):
        theirs = self.model[reference["shape"]]
        if not self.compare_type(where, ours, reference["shape"], is_input):
            return
        if "element" in ours:
            inner = theirs["member"] if theirs["type"] == "list" else theirs["value"]
            self.compare_type(where + "[]", ours["element"], inner["shape"], is_input)
        if "key" in ours:
            self.compare_type(where + "{}", ours["key"], theirs["key"]["shape"], is_input)
        if self.is_query:
            self.compare_query_names(where, ours, reference, theirs)

    def compare_type(self, where, ours, name, is_input):
        theirs = self.model[name]
        if ours["type"] != theirs["type"]:
            self.report(where, f"type is {ours['type']}, AWS: {theirs['type']}")
            return False
        if ours["type"] == "structure" and ours["shape"] != name:
            self.report(where, f"shape is {ours['shape']}, AWS: {name}")
        if not is_input:
            return True  # answers are not validated
        for prop in ("min", "max", "pattern", "enum"):
            a, b = ours.get(prop), theirs.get(prop)
            if isinstance(b, list):
                a, b = sorted(a or []), sorted(b)
            if a != b and not self.relaxed(where.rstrip("[]{}"), prop):
                self.report(where, f"{prop} is {a!r}, AWS: {b!r}")
        return True

    def compare_query_names(self, where, ours, reference, theirs):
        # A shape may carry the name of all members that are of it (TagMap of SQS).
        name = reference.get("locationName", theirs.get("locationName", where.split(".")[1]))
        flattened = theirs.get("flattened", reference.get("flattened", False))
        if theirs["type"] == "list" and flattened:
            name = theirs["member"].get("locationName", name)
        if ours["query_name"] != name:
            self.report(where, f"query name is {ours['query_name']!r}, AWS: {name!r}")
        if "flattened" in ours and ours["flattened"] != flattened:
            self.report(where, f"flattened is {ours['flattened']}, AWS: {flattened}")
        if theirs["type"] == "map":
            for side in ("key", "value"):
                wanted = theirs[side].get("locationName", side)
                if ours[f"{side}_name"] != wanted:
                    self.report(where, f"{side} name is {ours[f'{side}_name']!r}, AWS: {wanted!r}")


def main():
    with open(sys.argv[1]) as file:
        dump = json.load(file)
    diff = Diff(dump, aws.load(dump["service"]))
    diff.compare()
    print("\n".join(sorted(diff.lines)), end="\n" if diff.lines else "")
    sys.exit(1 if diff.lines else 0)


main()
