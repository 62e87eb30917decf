"""Files in personal fields: encrypted at rest, each with a key of its own, so that destroying the key erases the file.

What is stored, named and listed in entries is the ciphertext: its digest never changes, so that proofs and `coe verify`
hold after the key is gone. AES-256-GCM as nonce, ciphertext, tag. The key stands in a working table, never in a packet.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from sqlalchemy import Connection, delete, insert, select

from coe.blobs import Blobs
from coe.office_errors import BadBlob
from coe.tables import file_key
from governance.formats.jcs import Json

KEY_BYTES, NONCE_BYTES = 32, 12


@dataclass
class Sealed:
    """A file that is encrypted while it is read; `key` opens it again."""

    source: IO[bytes]
    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)
    size: int = 0

    def __post_init__(self) -> None:
        nonce = secrets.token_bytes(NONCE_BYTES)
        self._encryptor = Cipher(AES(self.key), GCM(nonce)).encryptor()
        self._left = nonce
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """The next bytes of the ciphertext, about `size` of them; none at the end."""
        if self._ended:
            return b""
        plain = self.source.read(size)
        self.size += len(plain)
        head, self._left = self._left, b""
        if plain:
            return head + self._encryptor.update(plain)
        self._ended = True
        return head + self._encryptor.finalize() + self._encryptor.tag


def put_sealed(connection: Connection, blobs: Blobs, source: IO[bytes]) -> tuple[str, int]:
    """Keep a file encrypted and its key beside; the digest of the ciphertext, and the file's own size.

    Raises BadBlob, OfficeUnavailable.
    """
    sealed = Sealed(source)
    digest = blobs.put(sealed)
    connection.execute(insert(file_key).values(digest=digest, key=sealed.key.hex()))
    return digest, sealed.size


def open_sealed(connection: Connection, blobs: Blobs, digest: str) -> bytes:
    """The file's bytes as they were uploaded. Raises BadBlob, also where it was erased."""
    key = connection.execute(select(file_key.c.key).where(file_key.c.digest == digest)).scalar()
    if key is None:
        raise BadBlob("The file cannot be read.", "It was erased: its key is destroyed.", "Nothing brings it back.")
    data = blobs.read(digest)
    try:
        return AESGCM(bytes.fromhex(key)).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except InvalidTag as error:
        raise BadBlob("The file cannot be read.", "Its key is another's.", "Restore it from a backup.") from error


def destroy_keys(connection: Connection, values: Iterable[Json]) -> int:
    """Destroy the keys of the files among these answers; how many there were."""
    digests = {str(value["file"]) for value in values if is_file(value) and isinstance(value, dict)}
    return sum(connection.execute(delete(file_key).where(file_key.c.digest == one)).rowcount for one in digests)


def is_file(value: Json) -> bool:
    """Whether an answer is an uploaded file."""
    return isinstance(value, Mapping) and value.keys() == {"file", "name", "size", "type"}


def in_words(value: Json) -> str:
    """A disclosed value as text: a file by its name and size."""
    if is_file(value) and isinstance(value, dict):
        return f"{value['name']}, {value['size']} bytes"
    return value if isinstance(value, str) else str(value)
