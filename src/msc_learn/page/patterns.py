"""Translates Python regular expressions to JavaScript, so that no pattern is written twice."""

import re

# Python's word characters and whitespace; JavaScript's own classes hold fewer.
WORD = r"\p{L}\p{N}_"
BLANK = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_EDGE = rf"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"
_PART = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]|\\u[0-9a-fA-F]{4}|\\.|\(\?P<|.", re.DOTALL)
_OF_CLASS = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|a-z|.", re.DOTALL)
_KEPT = frozenset(r"\.^$*+?()[]{}|/n")
# If case is ignored, Python matches these two with an i; JavaScript does not.
_EYES = "\u0130\u0131"


def script_pattern(pattern: re.Pattern[str]) -> tuple[str, str]:
    """Return the source and the flags of a pattern for `new RegExp`, which then matches as in Python.

    It covers the syntax that the grader's patterns use; raises ValueError for any other.
    """
    written = "".join(_part(part, pattern.flags) for part in _PART.findall(pattern.pattern))
    return written, "iu" if pattern.flags & re.IGNORECASE else "u"


def script_replacement(text: str) -> str:
    """Return the replacement text of `re.sub` as `String.replace` reads it."""
    return re.sub(r"\\(\d)", r"$\1", text.replace("$", "$$").replace(r"\g<0>", "$&"))


def _part(part: str, flags: int) -> str:
    if len(part) > 1 and part[0] == "[":
        return _class(part, flags)
    if part == "(?P<":
        return "(?<"
    if part in (".", "$"):
        return {".": r"[^\n]", "$": r"(?=\n?$)"}[part]
    if part == "i" and flags & re.IGNORECASE:
        return f"[i{_EYES}]"
    return _escape(part, flags) if part[0] == "\\" else part


def _class(part: str, flags: int) -> str:
    inside = part[1:-1]
    # A class of letters without the listed members: JavaScript writes it as a lookahead.
    if inside.startswith(r"^\W"):
        return rf"(?:(?![{_members(inside[3:], flags)}])[{WORD}])"
    return f"[{_members(inside, flags)}]"


def _members(inside: str, flags: int) -> str:
    sets = {r"\w": WORD, r"\s": BLANK, r"\d": _digit(flags)}
    members = []
    for member in _OF_CLASS.findall(inside):
        if member in (r"\W", r"\S", r"\D"):
            raise ValueError(f"no class of JavaScript is known for {member} in [{inside}]")
        eyes = _EYES if member in ("i", "a-z") and flags & re.IGNORECASE else ""
        members.append(sets.get(member) or _escaped(member) + eyes)
    return "".join(members)


def _escape(part: str, flags: int) -> str:
    digit = _digit(flags)
    sets = {
        r"\w": f"[{WORD}]", r"\W": f"[^{WORD}]", r"\s": f"[{BLANK}]", r"\S": f"[^{BLANK}]",
        r"\d": digit if digit[0] == "\\" else f"[{digit}]", r"\b": _EDGE,
    }  # fmt: skip
    return sets.get(part) or _escaped(part)


def _escaped(part: str) -> str:
    """Return an escape that JavaScript allows; it refuses escapes of letters without a meaning."""
    if part[0] != "\\" or part[1] in _KEPT or part[1] in "u123456789":
        return part
    if part[1].isalpha():
        raise ValueError(f"no way to write {part} in JavaScript is known")
    return rf"\x{0 if part[1] == '0' else ord(part[1]):02x}"


def _digit(flags: int) -> str:
    return "0-9" if flags & re.ASCII else r"\p{Nd}"
