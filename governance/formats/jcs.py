"""Canonical JSON, RFC 8785 (JCS), in the ledger's profile.

The profile is narrower than the RFC: no floats, integers within ±(2^53 - 1), strings in Unicode form NFC, bounded depth
and size. `encode_rfc8785` is the whole RFC, numbers included.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Final, TypeAlias
from unicodedata import is_normalized

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Jsonable: TypeAlias = "bool | int | str | Sequence[Jsonable] | Mapping[str, Jsonable] | None"
_Path: TypeAlias = "tuple[_Path, str | int] | None"

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 64
MAX_INTEGER: Final = 2**53 - 1

_INTEGER_LENGTH = len(str(-MAX_INTEGER))
_SHOWN = 40
# ECMAScript writes powers of ten between these without an exponent.
_LONGEST_PLAIN = 21
_SMALLEST_PLAIN = -6

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_FLOATS = "the ledger has no floats; write it as a string or an integer"
_TOO_BIG = f"integer outside ±{MAX_INTEGER}; write it as a string"
_LONE_SURROGATE = "lone surrogate, which is no Unicode text; remove it"
_TOO_DEEP = "nested too deep; make it flatter"
_NOT_FINITE = "NaN and Infinity have no JSON form"


class NotCanonical(ValueError):
    """Outside the profile: `what` is wrong, `where` (a JSON pointer, or an offset in bytes or characters)."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"not canonical JSON at {where}: {what}")
        self.what = what
        self.where = where


def encode(value: Jsonable) -> bytes:
    """Canonical bytes of `value` (dict, list or tuple, str, int, bool, None); `NotCanonical` outside the profile."""
    if not _plain(value, MAX_DEPTH):
        _check(value, None, MAX_DEPTH, ledger=True)
    return _bytes(value)


def encode_rfc8785(value: object) -> bytes:
    """Canonical bytes by the whole of RFC 8785: floats in ECMAScript's shortest form, strings taken as they are."""
    _check(value, None, MAX_DEPTH, ledger=False)
    return _utf8(_write(value))


def decode(data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Json:
    """The value whose canonical bytes are exactly `data`; `NotCanonical` for any other bytes, whatever they mean."""
    if len(data) > max_bytes:
        raise NotCanonical(f"{len(data)} bytes are more than the limit of {max_bytes}", "byte 0")
    try:
        text = data.decode()
        value: Json = _QUICK.decode(text)
    except UnicodeDecodeError as error:
        raise NotCanonical("not UTF-8", f"byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise NotCanonical(f"not JSON ({error.msg})", f"character {error.pos}") from None
    except RecursionError:
        raise NotCanonical(_TOO_DEEP, "byte 0") from None
    # Counting brackets is much cheaper than measuring depth and settles it for nearly every entry.
    if text.count("{") + text.count("[") > max_depth:
        _check(value, None, max_depth, ledger=True)
    again = _bytes(value)
    if again != data:
        _DECODER.decode(text)  # what has a key twice cannot be spelled again; that is the better word for it
        raise NotCanonical(*_difference(data, again))
    # NFC of the whole text implies NFC of each string: quotes compose with nothing. The reverse fails after an escape.
    if not text.isascii() and not is_normalized("NFC", text):
        _check(value, None, max_depth, ledger=True)
    return value


def number(value: float) -> str:
    """ECMAScript's Number::toString (RFC 8785 section 3.2.2.3): `1e+21`, `-0` as `0`; refuses NaN and Infinity."""
    if not isfinite(value):
        raise NotCanonical(_NOT_FINITE, _pointer(None))
    if value == 0:
        return "0"
    if value < 0:
        return "-" + number(-value)
    mantissa, _, power = repr(float(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    significant = (whole + fraction).lstrip("0")
    point = len(significant) - len(fraction) + int(power or 0)
    digits = significant.rstrip("0")
    if len(digits) <= point <= _LONGEST_PLAIN:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _LONGEST_PLAIN:
        return f"{digits[:point]}.{digits[point:]}"
    if _SMALLEST_PLAIN < point <= 0:
        return "0." + "0" * -point + digits
    return f"{digits[0]}{'.' if len(digits) > 1 else ''}{digits[1:]}e{point - 1:+d}"


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotCanonical("duplicate key", _pointer((None, twice)))
    return value


def _integer(text: str) -> int:
    # Length first: converting a million digits is slow, and CPython refuses it with another error.
    if len(text) > _INTEGER_LENGTH or abs(value := int(text)) > MAX_INTEGER:
        raise NotCanonical(_TOO_BIG, f"number {text[:20]}")
    return value


def _no_float(text: str) -> float:
    raise NotCanonical(_NO_FLOATS, f"number {text[:20]}")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_float=_no_float, parse_constant=_no_float
)
# Calls no Python for each object.
_QUICK = json.JSONDecoder(parse_int=_integer, parse_float=_no_float, parse_constant=_no_float)
# Same escapes as RFC 8785 section 3.2.2.2 (\b \t \n \f \r, else \u00xx in lower case). Cycles end at the depth limit.
_dumps = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def _bytes(value: object) -> bytes:
    text = _dumps(value)
    # Python sorts by code point, RFC 8785 by UTF-16 unit: they differ only where a character above U+FFFF takes part.
    if not text.isascii() and _ASTRAL.search(text):
        text = _write(value)
    return _utf8(text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(_LONE_SURROGATE, f"character {error.start}") from None


def _write(value: object) -> str:
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_dumps(key)}:{_write(part)}" for key, part in ordered) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_write, value)) + "]"
    return number(value) if isinstance(value, float) else _dumps(value)


def _plain(value: object, depth: int) -> bool:
    """Whether nothing in `value` needs a second look: nearly all the ledger holds, at a third of the cost of `_check`,
    which is asked about everything else.
    """
    parts: Iterable[object]
    if isinstance(value, dict):
        parts = value.values()
        for key in value:
            if type(key) is not str or not key.isascii():
                return False
    elif isinstance(value, list | tuple):
        parts = value
    else:
        parts, depth = (value,), depth + 1
    if not depth:
        return False
    for part in parts:
        kind = type(part)
        if kind is str:
            if not part.isascii():
                return False
        elif kind is dict or kind is list or kind is tuple:
            if not _plain(part, depth - 1):
                return False
        elif kind is int:
            if not -MAX_INTEGER <= part <= MAX_INTEGER:
                return False
        elif part is not None and kind is not bool:
            return False
    return True


def _check(value: object, path: _Path, depth: int, *, ledger: bool) -> None:
    if isinstance(value, str):
        _check_text(value, path, ledger=ledger)
    elif isinstance(value, dict | list | tuple):
        if not depth:
            raise NotCanonical(_TOO_DEEP, _pointer(path))
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(value, dict):
                _check_key(key, path, ledger=ledger)
            _check(part, (path, key), depth - 1, ledger=ledger)
    elif value is not None and not isinstance(value, bool):
        _check_number(value, path, ledger=ledger)


def _check_key(key: object, path: _Path, *, ledger: bool) -> None:
    if not isinstance(key, str):
        raise NotCanonical(f"key {key!r:.40} is no string; JSON keys are strings", _pointer(path))
    _check_text(key, (path, key), ledger=ledger)


def _check_number(value: object, path: _Path, *, ledger: bool) -> None:
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(_TOO_BIG, _pointer(path))
    elif isinstance(value, float):
        if ledger:
            raise NotCanonical(_NO_FLOATS, _pointer(path))
        if not isfinite(value):
            raise NotCanonical(_NOT_FINITE, _pointer(path))
    else:
        raise NotCanonical(f"{type(value).__name__} has no JSON form; use dict, list, str, int or bool", _pointer(path))


def _check_text(text: str, path: _Path, *, ledger: bool) -> None:
    if text.isascii():
        return
    if _SURROGATE.search(text):
        raise NotCanonical(_LONE_SURROGATE, _pointer(path))
    if ledger and not is_normalized("NFC", text):
        raise NotCanonical("text is not in Unicode form NFC; normalise it before it is recorded", _pointer(path))


def _pointer(path: _Path) -> str:
    parts: list[str] = []
    while path is not None:
        path, part = path
        shown = str(part).replace("~", "~0").replace("/", "~1").encode("unicode_escape").decode("ascii")
        parts.append(shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…")
    return "".join(f"/{part}" for part in reversed(parts)) or "the document"


def _difference(found: bytes, expected: bytes) -> tuple[str, str]:
    same = next((at for at, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), None)
    at = min(len(found), len(expected)) if same is None else same
    return f"found {found[at : at + 20]!r} where canonical bytes are {expected[at : at + 20]!r}", f"byte {at}"
