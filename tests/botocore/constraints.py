"""What a request violates in AWS's model, told as AWS tells it: the judge that the server is held
against. It reads the model alone and knows nothing of the server's tables."""
import samples
from deviations import is_relaxed

VALUE_SHOWN_BYTES_MAX = 1024  # ours: AWS's messages show a value whole
NUMBERS = ("integer", "long")


def shown(model, shape_name, value):
    """A value as AWS's messages show it."""
    shape = model["shapes"][shape_name]
    if shape["type"] == "list":
        element = shape["member"]["shape"]
        return "[" + ", ".join(shown(model, element, one) for one in value) + "]"
    if shape["type"] == "map":
        inner = shape["value"]["shape"]
        return "{" + ", ".join(f"{key}={shown(model, inner, value[key])}"
                               for key in sorted(value)) + "}"
    if shape["type"] == "structure":
        return shape_name
    if shape["type"] == "boolean":
        return "true" if value else "false"
    return "<bytes>" if shape["type"] == "blob" else str(value)


def cut(text):
    data = text.encode()
    if len(data) <= VALUE_SHOWN_BYTES_MAX:
        return text
    return data[:VALUE_SHOWN_BYTES_MAX].decode(errors="ignore") + "..."


class Judge:
    def __init__(self, service, model):
        self.service, self.model, self.shapes = service, model, model["shapes"]

    def parts(self, shape_name, where):
        """The parts of a shape's constraint: [(text, is it satisfied by a value?)]."""
        shape = self.shapes[shape_name]
        size = (lambda value: value) if shape["type"] in NUMBERS else len
        what = "value" if shape["type"] in NUMBERS else "length"
        parts = {
            "max": (lambda most: (f"Member must have {what} less than or equal to {most}",
                                  lambda value: size(value) <= most)),
            "min": (lambda least: (f"Member must have {what} greater than or equal to {least}",
                                   lambda value: size(value) >= least)),
            "enum": (lambda values: (f"Member must satisfy enum value set: [{', '.join(values)}]",
                                     lambda value: value in values)),
            "pattern": (lambda text: (f"Member must satisfy regular expression pattern: {text}",
                                      lambda value: samples.matches(text, value))),
        }
        return [parts[name](shape[name]) for name in parts
                if name in shape and not is_relaxed(self.service, where, name)]

    def broken(self, shape_name, value, where):
        return [text for text, satisfied in self.parts(shape_name, where) if not satisfied(value)]

    def whole(self, shape_name, where):
        return "[" + ", ".join(text for text, _ in self.parts(shape_name, where)) + "]"

    def violations(self, shape_name, value, path=()):
        """[(path, value or None when it is missing, what must hold)] of a structure."""
        shape, found = self.shapes[shape_name], []
        for name, reference in shape["members"].items():
            at = (*path, name[0].lower() + name[1:])
            member = value.get(name)
            if member is None:
                if name in shape.get("required", ()):
                    found.append((".".join(at), None, "Member must not be null"))
                continue
            found += self.of_value(reference["shape"], member, at, f"{shape_name}.{name}")
        return found

    def of_value(self, shape_name, value, path, where):
        shape = self.shapes[shape_name]
        as_shown = cut(shown(self.model, shape_name, value))
        found = [(".".join(path), as_shown, text)
                 for text in self.broken(shape_name, value, where)]
        for rule in self.of_contents(shape, value, where):
            found.append((".".join(path), as_shown, rule))
        return found + self.inside(shape_name, shape, value, path)

    def of_contents(self, shape, value, where):
        """A scalar inside a list or map is reported at the list or map, with all that must hold."""
        if shape["type"] == "list":
            element = shape["member"]["shape"]
            if any(self.broken(element, one, where) for one in value):
                yield f"Member must satisfy constraint: {self.whole(element, where)}"
        if shape["type"] == "map":
            key, element = shape["key"]["shape"], shape["value"]["shape"]
            if any(self.broken(key, one, where) for one in value):
                yield f"Map keys must satisfy constraint: {self.whole(key, where)}"
            if any(self.broken(element, one, where) for one in value.values()):
                yield f"Map value must satisfy constraint: {self.whole(element, where)}"

    def inside(self, shape_name, shape, value, path):
        """Violations in structures, which may lie in lists and maps."""
        if shape["type"] == "structure":
            return self.violations(shape_name, value, path)
        found = []
        if shape["type"] in ("list", "map"):
            element = shape["member" if shape["type"] == "list" else "value"]["shape"]
            if self.shapes[element]["type"] == "structure":
                items = enumerate(value, 1) if shape["type"] == "list" else value.items()
                for index, one in items:
                    found += self.violations(element, one, (*path, str(index), "member"))
        return found


def message(violations):
    """The parts of AWS's message, sorted: AWS does not say in which order it reports several."""
    count = len(violations)
    head = f"{count} validation error{'s' if count != 1 else ''} detected: "
    return head, sorted(
        f"Value {'null' if value is None else repr_quoted(value)} at '{path}' "
        f"failed to satisfy constraint: {what}" for path, value, what in violations)


def repr_quoted(value):
    return f"'{value}'"
