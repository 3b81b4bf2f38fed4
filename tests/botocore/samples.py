"""Strings that match a pattern of AWS's model, of a length that one asks for, and some that don't.

The patterns are Java's, matched against the whole string; Python reads those that the models have.
"""
import re
import re._constants as kind
import re._parser as parser

PREFERRED = "a1A-_/.: "  # what a class is sampled with, if it takes one of these
OUTSIDE = "!\x7f é\x00*<,#\n"


UNICODE_CLASSES = {r"\p{L}": "A-Za-z", r"\p{N}": "0-9", r"\p{Z}": " "}  # their part of ASCII


def readable(pattern):
    for java, python in UNICODE_CLASSES.items():
        pattern = pattern.replace(java, python)
    return pattern


def matches(pattern, text):
    return re.fullmatch(readable(pattern), text, re.ASCII) is not None


def in_class(items, character):
    return matches("[" + class_text(items) + "]", character)


def class_text(items):
    """A character class as text again: Python's parser has no other way to ask it."""
    names = {kind.CATEGORY_DIGIT: r"\d", kind.CATEGORY_WORD: r"\w", kind.CATEGORY_SPACE: r"\s",
             kind.CATEGORY_NOT_DIGIT: r"\D", kind.CATEGORY_NOT_WORD: r"\W",
             kind.CATEGORY_NOT_SPACE: r"\S"}
    text = ""
    for operator, value in items:
        if operator is kind.NEGATE:
            text += "^"
        elif operator is kind.LITERAL:
            text += re.escape(chr(value))
        elif operator is kind.RANGE:
            text += re.escape(chr(value[0])) + "-" + re.escape(chr(value[1]))
        else:
            text += names[value]
    return text


def member_of(items):
    candidates = PREFERRED + "".join(map(chr, range(33, 127)))
    return next(character for character in candidates if in_class(items, character))


class Sampler:
    """Walks a parsed pattern; each choice takes as few characters as it can, until told to grow."""

    def __init__(self, extra):
        self.extra = extra  # characters still to be added where a repeat allows it

    def text(self, tree):
        return "".join(self.part(operator, value) for operator, value in tree)

    def part(self, operator, value):
        if operator is kind.LITERAL:
            return chr(value)
        if operator is kind.NOT_LITERAL:
            return "a" if value != ord("a") else "b"
        if operator is kind.ANY:
            return "a"
        if operator is kind.IN:
            return member_of(value)
        if operator is kind.SUBPATTERN:
            return self.text(value[3])
        if operator is kind.BRANCH:
            return min((Sampler(0).text(branch) for branch in value[1]), key=len)
        if operator in (kind.MAX_REPEAT, kind.MIN_REPEAT):
            return self.repeat(*value)
        assert operator in (kind.AT, kind.ASSERT, kind.ASSERT_NOT), operator
        return ""

    def repeat(self, least, most, tree):
        once = Sampler(0).text(tree)
        more = 0
        if self.extra > 0 and len(once) == 1:
            more = min(self.extra, (most if most != kind.MAXREPEAT else 10**9) - least)
            self.extra -= more
        return once * (least + more)


def shortest(pattern):
    return Sampler(0).text(parser.parse(readable(pattern)))


def of_length(pattern, length):
    """A string of that many characters that matches; None where there is none to be found."""
    if pattern is None:
        return "a" * length
    text = Sampler(max(0, length - len(shortest(pattern)))).text(parser.parse(readable(pattern)))
    return text if len(text) == length and matches(pattern, text) else None


def at_least(pattern, length):
    """A short string that matches and has at least that many characters."""
    candidates = (of_length(pattern, size) for size in range(length, length + 200))
    found = next((text for text in candidates if text is not None), None)
    return found if found is not None else shortest(pattern)


def at_most(pattern, length):
    """A long string that matches and has at most that many characters."""
    sizes = range(length, max(-1, length - 200), -1)
    candidates = (of_length(pattern, size) for size in sizes)
    found = next((text for text in candidates if text is not None), None)
    return found if found is not None else shortest(pattern)


def broken(pattern, text):
    """`text` with a character changed so that it no longer matches; None if nothing does that."""
    for i in range(max(1, len(text))):
        for character in OUTSIDE:
            other = text[:i] + character + text[i + 1:]
            if not matches(pattern, other):
                return other
    return None
