from hashlib import sha512

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.formats.ed25519 import is_public_key, verify

ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19

# RFC 8032 section 7.1: tests 1, 2, 3 and SHA(abc).
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        sha512(b"abc").digest(),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
]
# All points of order 1, 2, 4 and 8.
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


def openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_vectors_of_rfc_8032_hold(public: str, message: bytes, signature: str) -> None:
    assert verify(bytes.fromhex(public), message, bytes.fromhex(signature))
    assert not verify(bytes.fromhex(public), message + b"!", bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80))
@settings(max_examples=25, deadline=None)
def test_signatures_made_by_the_cryptography_package_hold(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert verify(key.public_key().public_bytes_raw(), message, key.sign(message))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=20), st.data())
@settings(max_examples=60, deadline=None)
def test_any_flipped_bit_is_refused_as_the_cryptography_package_does(
    seed: bytes, message: bytes, data: st.DataObject
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    whole = bytearray(key.public_key().public_bytes_raw() + key.sign(message) + message)
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[bit // 8] ^= 1 << bit % 8
    public, signature, changed = bytes(whole[:32]), bytes(whole[32:96]), bytes(whole[96:])
    assert not verify(public, changed, signature)
    assert not openssl_accepts(public, changed, signature)


def test_a_second_spelling_of_s_is_refused() -> None:
    public, message, signature = VECTORS[1]
    good = bytes.fromhex(signature)
    scalar = int.from_bytes(good[32:], "little") + ORDER
    assert not verify(bytes.fromhex(public), message, good[:32] + scalar.to_bytes(32, "little"))


def test_a_second_spelling_of_r_is_refused() -> None:
    seed, message = bytes(range(32)), b"text"
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    secret = int.from_bytes(sha512(seed).digest()[:32], "little") & (1 << 254) - 8 | 1 << 254

    def signed_with(point: bytes) -> bytes:
        challenge = int.from_bytes(sha512(point + public + message).digest(), "little") % ORDER
        return point + (challenge * secret % ORDER).to_bytes(32, "little")

    # R is the identity, y = 1, once as 1 and once as p + 1: the equation holds for both.
    assert verify(public, message, signed_with((1).to_bytes(32, "little")))
    assert not verify(public, message, signed_with((PRIME + 1).to_bytes(32, "little")))


@pytest.mark.parametrize("public", SMALL)
def test_a_key_of_small_order_verifies_nothing(public: str) -> None:
    # With S = 0 and R the identity, such a key "signs" one message in eight or more, whatever it says.
    forged = (1).to_bytes(32, "little") + bytes(32)
    assert not is_public_key(bytes.fromhex(public))
    assert not any(verify(bytes.fromhex(public), bytes([number]), forged) for number in range(16))


@pytest.mark.parametrize(
    "number",
    [
        PRIME,
        PRIME + 1,
        PRIME + 3,
        2**255 - 1,
        1 | 1 << 255,
        PRIME - 1 | 1 << 255,
        2,
    ],
    ids=["p", "p+1", "p+3", "largest", "minus-zero", "minus-zero-2", "not-on-curve"],
)
def test_a_key_that_is_no_canonical_point_is_refused(number: int) -> None:
    assert not is_public_key(number.to_bytes(32, "little"))


@pytest.mark.parametrize(("key_size", "signature_size"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_keys_and_signatures_of_another_length_are_refused(key_size: int, signature_size: int) -> None:
    public, message, signature = VECTORS[1]
    key = (bytes.fromhex(public) + b"\0")[:key_size]
    assert not verify(key, message, (bytes.fromhex(signature) + b"\0")[:signature_size])
