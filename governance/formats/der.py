"""DER, read strictly: the few rules of X.690 that a seal's CMS needs, and no repair. What breaks them is a DerError."""

from collections.abc import Iterator
from dataclasses import dataclass

INTEGER, BITS, OCTETS, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
_LONGEST_OID = 64
_LONG, _MOST_LENGTH_BYTES, _HIGH_TAG = 0x80, 4, 0x1F


class DerError(ValueError):
    """These bytes are not the DER that is due: what is wrong."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its tag, its content, and `raw`, the bytes of both with the length between them."""

    tag: int
    content: bytes
    raw: bytes

    def children(self) -> tuple["Node", ...]:
        """The values that this one is made of."""
        return tuple(_all(self.content))


def first(data: bytes, at: int = 0) -> tuple[Node, int]:
    """The value that begins at this place, and the place behind it."""
    if len(data) < at + 2:
        raise DerError("the bytes end where a value is due")
    if data[at] & _HIGH_TAG == _HIGH_TAG:
        raise DerError(f"the tag {data[at]:#04x} has more than one byte")
    start, length = at + 2, data[at + 1]
    if length >= _LONG:
        width = length - _LONG
        start, length = start + width, int.from_bytes(data[start : start + min(width, _MOST_LENGTH_BYTES)])
        shortest = length >= _LONG and (width == 1 or length >> 8 * (width - 1))
        if not 0 < width <= _MOST_LENGTH_BYTES or not shortest:
            raise DerError("a length is not written in the one way DER allows")
    end = start + length
    if end > len(data):
        raise DerError(f"a value of {length} bytes is due and {len(data) - start} are there")
    return Node(data[at], data[start:end], data[at:end]), end


def the(node: Node, tag: int, what: str) -> Node:
    """The value itself, which must have this tag."""
    if node.tag != tag:
        raise DerError(f"{what} is due and a value of tag {node.tag:#04x} is there")
    return node


def members(node: Node, least: int, what: str) -> tuple[Node, ...]:
    """The values of a SEQUENCE that must have at least so many."""
    found = the(node, SEQUENCE, what).children()
    if len(found) < least:
        raise DerError(f"{what} has {len(found)} of {least} members")
    return found


def natural(node: Node, what: str) -> int:
    """An INTEGER of at least nought, written as short as it can be."""
    content = the(node, INTEGER, what).content
    number = int.from_bytes(content)
    if not content or content != number.to_bytes(number.bit_length() // 8 + 1):
        raise DerError(f"{what} is negative, empty or longer than it need be")
    return number


def dotted(content: bytes) -> str:
    """An object identifier as people write it, `1.2.840.113549`; bytes that are none come back in hex."""
    arcs, number = list[int](), 0
    for byte in content[:_LONGEST_OID]:
        number = number << 7 | byte & 0x7F
        if byte < _LONG:
            arcs.append(number)
            number = 0
    if not arcs or content[-1] >= _LONG or len(content) > _LONGEST_OID:
        return content[:_LONGEST_OID].hex() or "none"
    root = min(arcs[0] // 40, 2)
    return ".".join(map(str, (root, arcs[0] - 40 * root, *arcs[1:])))


def _all(data: bytes) -> Iterator[Node]:
    at = 0
    while at < len(data):
        node, at = first(data, at)
        yield node
