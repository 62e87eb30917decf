"""Ed25519 signature checks (RFC 8032 section 5.1) in plain Python, so that an auditor needs nothing installed.

Checking only: arithmetic here is not constant-time, which is harmless with public data and wrong for signing.
"""

from hashlib import sha512
from typing import Final, TypeAlias

PUBLIC_SIZE: Final = 32
SIGNATURE_SIZE: Final = 64

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)

# Extended homogeneous coordinates: x = X/Z, y = Y/Z, T = XY/Z.
_Point: TypeAlias = tuple[int, int, int, int]
_IDENTITY: _Point = (0, 1, 1, 0)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) is by the key `public` (32 bytes) over `message`; malformed input is False.

    Strict: the equation without cofactor, canonical S, R and key encodings only, and no key of small order.
    """
    if len(public) != PUBLIC_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    key = _decode(public)
    if key is None or _is_small(key):
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= _ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    x, y, z, t = key
    # Comparing encodings, not points, is what refuses a non-canonical R.
    return _encode(_combine(scalar, challenge, (-x % _P, y, z, -t % _P))) == signature[:32]


def is_public_key(public: bytes) -> bool:
    """Whether these bytes can verify anything: a canonical encoding of a point that is not of small order."""
    point = _decode(public) if len(public) == PUBLIC_SIZE else None
    return point is not None and not _is_small(point)


def _add(a: _Point, b: _Point) -> _Point:
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m = (y1 - x1) * (y2 - x2) % _P
    n = (y1 + x1) * (y2 + x2) % _P
    c = t1 * 2 * _D * t2 % _P
    d = z1 * 2 * z2 % _P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(a: _Point) -> _Point:
    x, y, z, _ = a
    m = x * x % _P
    n = y * y % _P
    h = m + n
    e = h - (x + y) * (x + y) % _P
    g = m - n
    f = 2 * z * z % _P + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _multiples(point: _Point) -> list[_Point]:
    table = [_IDENTITY]
    for _ in range(15):
        table.append(_add(table[-1], point))
    return table


def _combine(scalar: int, challenge: int, point: _Point) -> _Point:
    table = _multiples(point)
    total = _IDENTITY
    for shift in range(252, -1, -4):
        total = _double(_double(_double(_double(total))))
        if digit := scalar >> shift & 15:
            total = _add(total, _BASE_MULTIPLES[digit])
        if digit := challenge >> shift & 15:
            total = _add(total, table[digit])
    return total


def _decode(data: bytes) -> _Point | None:
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    if y >= _P:
        return None
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P != u:
        x = x * _ROOT_OF_MINUS_ONE % _P
        if v * x * x % _P != u:
            return None
    if x == 0 and sign:
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _encode(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little")


def _is_small(point: _Point) -> bool:
    x, y, z, _ = _double(_double(_double(point)))
    return x == 0 and y == z


_BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE_MULTIPLES = _multiples((_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P))
