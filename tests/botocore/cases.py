"""Requests made from AWS's model: the smallest and the largest valid one of an operation, and one
for each constraint that breaks this constraint and, where possible, nothing else."""
import dataclasses

import samples
from deviations import has_own_error, is_relaxed

WRONG_TYPES = {  # JSON values that can't be read as the type
    "string": [17, True, [], {}],
    "integer": ["1", 1.5, True, [], {}, 2**31, -2**31 - 1],
    "long": ["1", 1.5, True, [], {}, 2**63],
    "double": ["1", True, [], {}],
    "boolean": ["true", 1, [], {}],
    "timestamp": ["soon", True, [], {}],
    "blob": ["***", 1, [], {}],
    "list": ["text", 1, True, {}],
    "map": ["text", 1, True, []],
    "structure": ["text", 1, True, []],
}
UNREADABLE = {  # texts that can't be read as the type, for the query protocol
    "integer": ["x", "1.5", "", "2147483648"], "long": ["x", "1.5", "", "9223372036854775808"],
    "double": ["x", ""], "boolean": ["yes", "1", ""], "timestamp": ["soon", ""], "blob": ["***"],
}
NOT_OF_ENUM = "NOT_ONE_OF_THEM"
# The required members; all members; all members, each as large as can be.
SMALL, FULL, LARGE = "small", "full", "large"
LARGE_TEXT = 3000  # characters of a string without a limit
LARGE_COUNT = 3    # elements of a list or map without a limit
LARGE_STRUCTURES = 10  # of a list: a hundred of the largest targets are more than a body may hold


@dataclasses.dataclass(frozen=True)
class Case:
    """A request that must be refused, and why."""
    name: str
    kind: str  # "constraint", "type", "unreadable", "unsupported", "own" (deviations.OWN_ERRORS)
    request: dict
    member: str = ""     # the one that is wrong
    value: object = None  # of the wrong type, or the wrong one of an enum
    shape: str = ""       # the enum that has an error of its own


class Requests:
    def __init__(self, service, model, is_supported, seeds):
        """`is_supported(shape, member)`: whether the server honours it. `seeds`: values that mean
        something there, by "Operation.Member", "Shape.Member" or "Member"."""
        self.service, self.model, self.shapes = service, model, model["shapes"]
        self.is_supported, self.seeds = is_supported, seeds

    def of(self, operation, size):
        shape = self.model["operations"][operation]["input"]["shape"]
        return self.structure(shape, size, operation)

    def structure(self, shape_name, size, operation, path=()):
        shape = self.shapes[shape_name]
        required = shape.get("required", ())
        names = [name for name in shape["members"]
                 if name in required or f"{operation}.{name}" in self.seeds
                 or size != SMALL and self.is_supported(shape_name, name)]
        return {name: self.member(shape_name, name, size, operation, path) for name in names
                if shape["members"][name]["shape"] not in path}

    def seed(self, operation, shape_name, name):
        for key in (f"{operation}.{name}", f"{shape_name}.{name}", name):
            if key in self.seeds:
                return self.seeds[key]
        return None

    def member(self, shape_name, name, size, operation, path=()):
        seed = self.seed(operation, shape_name, name)
        if seed is not None:
            return seed
        return self.value(self.shapes[shape_name]["members"][name]["shape"], size, operation, path)

    def value(self, shape_name, size, operation, path=()):
        shape = self.shapes[shape_name]
        least, most = shape.get("min"), shape.get("max")
        path = (*path, shape_name)
        if shape["type"] == "structure":
            return self.structure(shape_name, size, operation, path)
        if shape["type"] in ("list", "map"):
            count = self.large_count(shape) if size == LARGE else max(least or 0, 1)
            return self.collection(shape, count, size, operation, path)
        if shape["type"] == "string":
            return self.text(shape, size)
        if shape["type"] in ("integer", "long"):
            return most or 1 if size == LARGE else least or 0
        return {"boolean": size == LARGE, "timestamp": 1, "blob": "YQ==", "double": 1}[
            shape["type"]]

    def large_count(self, shape):
        count = shape.get("max") or LARGE_COUNT
        is_of_structures = self.shapes.get(
            shape.get("member", {}).get("shape"), {}).get("type") == "structure"
        return min(count, LARGE_STRUCTURES) if is_of_structures else count

    def text(self, shape, size):
        if "enum" in shape:
            return shape["enum"][-1 if size == LARGE else 0]
        pattern = shape.get("pattern")
        if size == LARGE:
            return samples.at_most(pattern, min(shape.get("max", LARGE_TEXT), LARGE_TEXT))
        return samples.at_least(pattern, max(shape.get("min", 0), 1))

    def collection(self, shape, count, size, operation, path):
        if shape["type"] == "list":
            return [self.value(shape["member"]["shape"], size, operation, path)] * count
        key = self.text(self.shapes[shape["key"]["shape"]], size)
        value = self.value(shape["value"]["shape"], size, operation, path)
        return dict.fromkeys([key, *(f"{key[:-2]}{i}" for i in range(count - 1))], value)

    # Requests that break something. `place(value)` is a whole request with the value in its place.

    def cases(self, operation):
        shape = self.model["operations"][operation]["input"]["shape"]
        yield from self.in_structure(shape, operation, (), lambda value: value)

    def in_structure(self, shape_name, operation, path, place):
        shape, minimal = self.shapes[shape_name], self.structure(shape_name, SMALL, operation)
        for name, reference in shape["members"].items():
            here = (*path, name)
            others = {key: value for key, value in minimal.items() if key != name}
            if name in shape.get("required", ()):
                yield Case(f"{'.'.join(here)} missing", "constraint", place(others), name)
                yield Case(f"{'.'.join(here)} null", "constraint", place(others | {name: None}),
                           name)
            if not self.is_supported(shape_name, name):
                value = self.value(reference["shape"], FULL, operation)
                yield Case(f"{'.'.join(here)} unsupported", "unsupported",
                           place(others | {name: value}), name)
                continue
            yield from self.in_value(
                reference["shape"], operation, here, f"{shape_name}.{name}",
                lambda value, name=name, others=others: place(others | {name: value}))

    def in_value(self, shape_name, operation, path, where, place):
        shape, at = self.shapes[shape_name], ".".join(path)
        member = where.split(".")[1]
        for value in WRONG_TYPES[shape["type"]]:
            yield Case(f"{at} is {value!r}", "type", place(value), member, value)
        for value in UNREADABLE.get(shape["type"], ()):
            yield Case(f"{at} reads {value!r}", "unreadable", place(value), member, value)
        for what, value in self.broken(shape_name, operation, where):
            yield Case(f"{at} {what}", "constraint", place(value), member)
        yield from self.not_of_enum(shape_name, at, member, place)
        if shape["type"] == "structure":
            yield from self.in_structure(shape_name, operation, path, place)
        elif shape["type"] == "list":
            yield from self.in_value(shape["member"]["shape"], operation, (*path, "[]"), where,
                                     lambda value: place([value]))
        elif shape["type"] == "map":
            key = self.text(self.shapes[shape["key"]["shape"]], SMALL)
            yield from self.in_value(shape["value"]["shape"], operation, (*path, "{}"), where,
                                     lambda value: place({key: value}))
            inner = self.value(shape["value"]["shape"], SMALL, operation)
            for what, value in self.broken(shape["key"]["shape"], operation, where):
                yield Case(f"{at} key {what}", "constraint", place({value: inner}), member)
            yield from self.not_of_enum(shape["key"]["shape"], f"{at} key", member,
                                        lambda value: place({value: inner}))

    def not_of_enum(self, shape_name, at, member, place):
        if has_own_error(self.service, shape_name):
            yield Case(f"{at} not of its values", "own", place(NOT_OF_ENUM), member, NOT_OF_ENUM,
                       shape_name)

    def broken(self, shape_name, operation, where):
        shape = self.shapes[shape_name]
        rules = {rule: shape[rule] for rule in ("min", "max", "enum", "pattern")
                 if rule in shape and not is_relaxed(self.service, where, rule)}
        if shape["type"] == "string":
            yield from broken_texts(rules)
        elif shape["type"] in ("integer", "long"):
            if "min" in rules:
                yield "below its minimum", rules["min"] - 1
            if "max" in rules:
                yield "above its maximum", rules["max"] + 1
        elif shape["type"] in ("list", "map"):
            for what, count in counts_outside(rules):
                yield what, self.collection(shape, count, SMALL, operation, ())


def counts_outside(rules):
    if rules.get("min", 0) > 0:
        yield "with too few", rules["min"] - 1
    if "max" in rules:
        yield "with too many", rules["max"] + 1


def broken_texts(rules):
    pattern = rules.get("pattern")
    if "enum" in rules:
        yield "not of its values", NOT_OF_ENUM
    if rules.get("min", 0) > 0:
        size = rules["min"] - 1
        yield "too short", samples.of_length(pattern, size) or "a" * size
    if "max" in rules:
        size = rules["max"] + 1
        yield "too long", samples.of_length(pattern, size) or "a" * size
        yield "too long in characters of three bytes", "\u20ac" * size
    if pattern is not None:
        right = samples.at_least(pattern, max(rules.get("min", 0), 1))
        wrong = samples.broken(pattern, right)
        if wrong is not None:
            yield "outside its pattern", wrong

