"""ECDSA signature checks on the curve P-256 (FIPS 186-5, SP 800-186) in plain Python, for the seal of a packet.

Checking only: arithmetic here is not constant-time, which is harmless with public data and wrong for signing.
"""

from typing import Final, TypeAlias

_P: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B: Final = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT_SIZE: Final = 65
_UNCOMPRESSED: Final = 4

# Jacobian coordinates: x = X/Z², y = Y/Z³; Z = 0 is the point at infinity.
_Point: TypeAlias = tuple[int, int, int]
_INFINITY: _Point = (1, 1, 0)
_BASE: _Point = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    1,
)


def verify(public: bytes, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) is a signature over `digest` (32 bytes) by the key `public` (65 bytes, uncompressed)."""
    key = _decode(public)
    if key is None or not (0 < r < _ORDER and 0 < s < _ORDER):
        return False
    inverse = pow(s, -1, _ORDER)
    x, _, z = _combine(int.from_bytes(digest) * inverse % _ORDER, r * inverse % _ORDER, key)
    return z != 0 and x * pow(z, -2, _P) % _P % _ORDER == r


def _decode(public: bytes) -> _Point | None:
    """The point, which must lie on the curve; the curve's cofactor is 1, so it then has the right order."""
    if len(public) != _POINT_SIZE or public[0] != _UNCOMPRESSED:
        return None
    x, y = int.from_bytes(public[1:33]), int.from_bytes(public[33:])
    return (x, y, 1) if x < _P and y < _P and (y * y - x * x * x + 3 * x - _B) % _P == 0 else None


def _double(a: _Point) -> _Point:
    x, y, z = a
    square = y * y % _P
    middle = 4 * x * square % _P
    slope = 3 * (x - z * z) * (x + z * z) % _P
    x3 = (slope * slope - 2 * middle) % _P
    return x3, (slope * (middle - x3) - 8 * square * square) % _P, 2 * y * z % _P


def _add(a: _Point, b: _Point) -> _Point:
    (x1, y1, z1), (x2, y2, z2) = a, b
    if z1 == 0 or z2 == 0:
        return b if z1 == 0 else a
    u, v = x1 * z2 * z2 % _P, y1 * z2 * z2 * z2 % _P
    across, up = (x2 * z1 * z1 - u) % _P, (y2 * z1 * z1 * z1 - v) % _P
    if across == 0:
        return _INFINITY if up else _double(a)
    square = across * across % _P
    cube, middle = square * across % _P, u * square % _P
    x3 = (up * up - cube - 2 * middle) % _P
    return x3, (up * (middle - x3) - v * cube) % _P, across * z1 * z2 % _P


def _combine(base: int, factor: int, point: _Point) -> _Point:
    """`base` times the base point and `factor` times the point, both at once, bit by bit."""
    table = (_INFINITY, _BASE, point, _add(_BASE, point))
    total = _INFINITY
    for shift in range(255, -1, -1):
        total = _add(_double(total), table[base >> shift & 1 | (factor >> shift & 1) << 1])
    return total
