"""Says which rules want an event, as plainly as possible: the real server is compared with it.

Knows exact values only. A pattern's leaves are collected with their paths; an assignment picks, for
each array of the event, one element; a rule wants the event when one assignment satisfies every
leaf.
"""


def leaves(pattern, path=()):
    """Every (path, allowed values) of a pattern."""
    for key, inner in pattern.items():
        if isinstance(inner, dict):
            yield from leaves(inner, path + (key,))
        else:
            yield path + (key,), inner


def scalars(node, path, taken=()):
    """Every scalar at the path, with the array elements taken on the way to it.

    An element that is itself the scalar takes nothing: one array's values are free of each other.
    """
    if isinstance(node, list):
        for index, element in enumerate(node):
            inside = isinstance(element, (dict, list))
            step = ((id(node), index),) if inside else ()
            yield from scalars(element, path, taken + step)
    elif not path:
        if not isinstance(node, dict):
            yield node, taken
    elif isinstance(node, dict) and path[0] in node:
        yield from scalars(node[path[0]], path[1:], taken)


def equal(wanted, value):
    """JSON equality: true is not 1, null is only null, 1 is 1.0."""
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    if isinstance(wanted, (int, float)) and isinstance(value, (int, float)):
        return wanted == value
    return type(wanted) is type(value) and wanted == value


def agree(chosen, taken):
    return all(chosen.get(array, index) == index for array, index in taken)


def wants(constraints, event, chosen=None):
    chosen = chosen or {}
    if not constraints:
        return True
    (path, allowed), rest = constraints[0], constraints[1:]
    for value, taken in scalars(event, path):
        if any(equal(wanted, value) for wanted in allowed) and agree(chosen, taken):
            if wants(rest, event, {**chosen, **dict(taken)}):
                return True
    return False


def matching(rules, event):
    """The names of the rules that want the event."""
    return {name for name, pattern in rules.items() if wants(list(leaves(pattern)), event)}
