"""ECDSA on P-256 against published signatures and against another implementation."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.formats.p256 import verify

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
# RFC 6979, A.2.5: the key, and its signatures with SHA-256.
PUBLIC = bytes.fromhex(
    "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
    "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
)
PUBLISHED = {
    b"sample": (
        0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
        0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8,
    ),
    b"test": (
        0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
        0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
    ),
}
SAMPLE = (sha256(b"sample").digest(), *PUBLISHED[b"sample"])


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.mark.parametrize("message", PUBLISHED)
def test_published_signatures_hold_and_those_of_another_message_do_not(message: bytes) -> None:
    r, s = PUBLISHED[message]
    assert verify(PUBLIC, sha256(message).digest(), r, s)
    assert not verify(PUBLIC, sha256(message + b"!").digest(), r, s)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, ORDER - 1), st.binary(max_size=50), st.integers(0, 767))
def test_what_another_implementation_signs_holds_and_one_bit_more_or_less_does_not(
    secret: int, message: bytes, bit: int
) -> None:
    key = ec.derive_private_key(secret, ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    digest = sha256(message).digest()
    assert verify(point(key), digest, r, s)
    flipped = (int.from_bytes(digest) << 512 | r << 256 | s) ^ 1 << bit
    other = (flipped >> 512).to_bytes(32), flipped >> 256 & (1 << 256) - 1, flipped & (1 << 256) - 1
    assert not verify(point(key), *other)


@pytest.mark.parametrize("secret", [1, 2, 3, ORDER - 1, ORDER - 2])
def test_keys_at_which_sums_of_points_meet_their_exceptions_hold(secret: int) -> None:
    key = ec.derive_private_key(secret, ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(b"x", ec.ECDSA(SHA256())))
    assert verify(point(key), sha256(b"x").digest(), r, s)


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (SAMPLE[1] + ORDER, SAMPLE[2]), (-1, 1)])
def test_numbers_outside_their_range_are_no_signature(r: int, s: int) -> None:
    assert not verify(PUBLIC, SAMPLE[0], r, s)


def test_a_sum_at_infinity_is_no_signature() -> None:
    """The key is minus the base point and both factors are alike, so that they cancel."""
    key = ec.derive_private_key(ORDER - 1, ec.SECP256R1())
    assert not verify(point(key), (5).to_bytes(32), 5, 7)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        PUBLIC[:-1],
        b"\x03" + PUBLIC[1:],
        PUBLIC[:-1] + b"\x00",
        b"\x04" + bytes(64),
        b"\x04" + (PRIME + 5).to_bytes(32) + PUBLIC[33:],
    ],
)
def test_bytes_that_are_no_point_of_the_curve_sign_nothing(public: bytes) -> None:
    assert not verify(public, *SAMPLE)
