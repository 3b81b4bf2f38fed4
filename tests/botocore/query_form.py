"""A request as the query protocol writes it: names and numbers joined by dots."""
import urllib.parse


def parameters(model, shape_name, value, prefix=""):
    shape = model["shapes"][shape_name]
    for name, reference in shape["members"].items():
        if value.get(name) is not None:
            yield from of_member(model, name, reference, value[name], prefix)


def of_member(model, name, reference, value, prefix):
    shape = model["shapes"][reference["shape"]]
    name = reference.get("locationName", shape.get("locationName", name))
    flattened = shape.get("flattened", reference.get("flattened", False))
    if shape["type"] == "list" and isinstance(value, list):
        item = shape["member"].get("locationName", name if flattened else "member")
        base = f"{prefix}{item}" if flattened else f"{prefix}{name}.{item}"
        for index, one in enumerate(value, 1):
            yield from of_value(model, shape["member"]["shape"], one, f"{base}.{index}")
    elif shape["type"] == "map" and isinstance(value, dict):
        base = f"{prefix}{name}" if flattened else f"{prefix}{name}.entry"
        for index, (key, one) in enumerate(value.items(), 1):
            yield f"{base}.{index}.{shape['key'].get('locationName', 'key')}", key
            at = f"{base}.{index}.{shape['value'].get('locationName', 'value')}"
            yield from of_value(model, shape["value"]["shape"], one, at)
    else:
        yield from of_value(model, reference["shape"], value, f"{prefix}{name}")


def of_value(model, shape_name, value, name):
    if model["shapes"][shape_name]["type"] == "structure" and isinstance(value, dict):
        yield from parameters(model, shape_name, value, f"{name}.")
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    else:
        yield name, str(value)


def encode(model, operation, request):
    shape = model["operations"][operation].get("input", {}).get("shape")
    fields = [("Action", operation), ("Version", model["metadata"]["apiVersion"])]
    fields += parameters(model, shape, request) if shape else []
    return urllib.parse.urlencode(fields).encode()
