from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.ledger.merkle import ProofError, inclusion_proof, leaf_hash, nodes_of_list, root_of, tree_root
from governance.ledger.tiles import (
    MAX_ENTRY,
    Tile,
    entry_bundle,
    nodes_of_tiles,
    parse_path,
    split_bundle,
    tile_bytes,
    tiles_of,
)

SIZE = 70_000
LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(600)]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(63, 999, 1), "tile/63/999.p/1"),
        (Tile(1, 1000, 255), "tile/1/x001/000.p/255"),
        (Tile(None, 273, 112), "tile/entries/273.p/112"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/0/x000/001",
        "tile/00/001",
        "tile/64/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001/",
        "/tile/0/001",
        "tile/0/../001",
        "tile/0/001/002",
        "tile/0/\u0660\u0660\u0661",
    ],
)
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(ProofError):
        parse_path(path)


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    tiles = [tile for level in range(4) for tile in tiles_of(SIZE, level)]
    full = Counter(tile.level for tile in tiles if tile.width == 256)
    assert full == {0: 273, 1: 1}
    partial = [(tile.level, tile.index, tile.width) for tile in tiles if tile.width < 256]
    assert partial == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert [tile.width for tile in tiles_of(SIZE, None)][-1] == 112


def test_a_tree_of_256_has_one_full_tile_and_one_of_width_one_above() -> None:
    assert list(tiles_of(256, 0)) == [Tile(0, 0)]
    assert list(tiles_of(256, 1)) == [Tile(1, 0, 1)]
    assert list(tiles_of(256, 2)) == []


@given(st.integers(1, len(LEAVES)), st.data())
@settings(max_examples=25, deadline=None)
def test_proofs_and_roots_read_from_tiles_equal_those_made_from_leaves(size: int, data: st.DataObject) -> None:
    direct = nodes_of_list(LEAVES[:size])
    stored = {tile.path: tile_bytes(direct, tile) for level in range(3) for tile in tiles_of(size, level)}
    from_tiles = nodes_of_tiles(lambda tile: stored[tile.path], size)
    index = data.draw(st.integers(0, size - 1))
    assert tree_root(from_tiles, size) == root_of(LEAVES[:size])
    assert inclusion_proof(from_tiles, index, size) == inclusion_proof(direct, index, size)


def test_a_tile_that_is_cut_short_is_refused() -> None:
    node = nodes_of_tiles(lambda _tile: b"short", 10)
    with pytest.raises(ProofError, match=r"tile/0/000\.p/10 has 5 bytes"):
        tree_root(node, 10)


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=10))
@settings(max_examples=25, deadline=None)
def test_bundles_give_back_their_entries_and_no_shortened_one_does(entries: list[bytes]) -> None:
    data = entry_bundle(entries)
    assert split_bundle(data) == entries
    with pytest.raises(ProofError):
        split_bundle(data + b"\0")


def test_an_entry_too_long_for_the_format_is_refused() -> None:
    assert split_bundle(entry_bundle([b"a" * MAX_ENTRY])) == [b"a" * MAX_ENTRY]
    with pytest.raises(ProofError, match="the format ends at 65535"):
        entry_bundle([b"", b"a" * (MAX_ENTRY + 1)])


@pytest.mark.parametrize("count", [0, 257])
def test_a_bundle_holds_one_to_256_entries(count: int) -> None:
    with pytest.raises(ProofError, match="1 to 256"):
        entry_bundle([b""] * count)
    with pytest.raises(ProofError, match="1 to 256"):
        split_bundle(b"\0\0" * count)
