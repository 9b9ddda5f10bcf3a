"""The Merkle tree against the definition of RFC 9162 §2.1, written down once more as simply as it reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from tarazy.ledger.merkle import EMPTY_ROOT, consistency_ranges, grown, inclusion_ranges, range_root, root_of
from tarazy.verify import consistent, leaf_hash, node_hash, root_from_inclusion

# The leaves and roots of the test tree of Certificate Transparency.
LEAVES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def split(width: int) -> int:
    power = 1
    while power * 2 < width:
        power *= 2
    return power


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node_hash(naive_root(leaves[:middle]), naive_root(leaves[middle:]))


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    middle = split(len(leaves))
    if index < middle:
        return [*naive_path(index, leaves[:middle]), naive_root(leaves[middle:])]
    return [*naive_path(index - middle, leaves[middle:]), naive_root(leaves[:middle])]


def naive_subproof(old: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    middle = split(len(leaves))
    if old <= middle:
        return [*naive_subproof(old, leaves[:middle], whole), naive_root(leaves[middle:])]
    return [*naive_subproof(old - middle, leaves[middle:], False), naive_root(leaves[:middle])]


def grow(leaves: list[bytes]) -> tuple[list[bytes], dict[tuple[int, int], bytes]]:
    frontier: list[bytes] = []
    nodes = {}
    for index, leaf in enumerate(leaves):
        frontier, completed = grown(frontier, index, leaf)
        for level, node in enumerate(completed):
            nodes[level, index >> level] = node
    return frontier, nodes


trees = some.integers(1, 80).map(lambda size: [leaf_hash(bytes([one])) for one in range(size)])


def test_the_known_tree_has_its_known_roots() -> None:
    leaves = [leaf_hash(one) for one in LEAVES]
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for size in range(1, 9):
        assert root_of(grow(leaves[:size])[0]).hex() == ROOTS[size - 1] == naive_root(leaves[:size]).hex()


@given(trees)
def test_a_tree_that_grew_has_the_root_of_the_definition(leaves: list[bytes]) -> None:
    frontier, nodes = grow(leaves)
    assert root_of(frontier) == naive_root(leaves)
    assert len(frontier) == len(leaves).bit_count()
    for (level, index), node in nodes.items():
        assert node == naive_root(leaves[index << level : (index + 1) << level])


@given(trees, some.data())
def test_inclusion_proofs_are_those_of_the_definition_and_lead_to_the_root(
    leaves: list[bytes], data: some.DataObject
) -> None:
    index = data.draw(some.integers(0, len(leaves) - 1))
    nodes = grow(leaves)[1]
    path = [range_root(start, end, nodes.__getitem__) for start, end in inclusion_ranges(index, len(leaves))]
    assert path == naive_path(index, leaves)
    assert root_from_inclusion(leaves[index], index, len(leaves), path) == naive_root(leaves)
    other = data.draw(some.integers(0, len(leaves) + 3))
    if other != index:
        assert root_from_inclusion(leaves[index], other, len(leaves), path) != naive_root(leaves)


@given(trees, some.data())
def test_consistency_proofs_are_those_of_the_definition_and_hold(
    leaves: list[bytes], data: some.DataObject
) -> None:
    old = data.draw(some.integers(1, len(leaves)))
    nodes = grow(leaves)[1]
    path = [range_root(start, end, nodes.__getitem__) for start, end in consistency_ranges(old, len(leaves))]
    assert path == naive_subproof(old, leaves, True)
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    assert consistent(old, len(leaves), old_root, new_root, path)
    if old < len(leaves):
        forged = naive_root([leaf_hash(b"forged"), *leaves[1:old]])
        assert not consistent(old, len(leaves), forged, new_root, path)
        assert not consistent(old, len(leaves), old_root, forged, path)
        assert not consistent(old, len(leaves), old_root, new_root, path[:-1])
    assert not consistent(old, len(leaves), old_root, new_root, [*path, bytes(32)])


@given(some.integers(1, 10**9), some.data())
def test_a_proof_in_a_great_ledger_needs_few_nodes(size: int, data: some.DataObject) -> None:
    index = data.draw(some.integers(0, size - 1))
    ranges = inclusion_ranges(index, size)
    assert len(ranges) <= 30
    touched: list[tuple[int, int]] = []
    for start, end in ranges:
        range_root(start, end, lambda node: touched.append(node) or bytes(32))  # type: ignore[func-returns-value]
    assert len(touched) <= 60
