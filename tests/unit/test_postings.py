"""Numbers are found under the keys they were put under, and in order."""

from __future__ import annotations

from svclint.postings import Postings


class Colliding:
    """A key whose hash another key shares in the bits that are kept."""

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __hash__(self) -> int:
        return self.bits


def postings(*entries: tuple[object, int]) -> Postings:
    found = Postings()
    for key, number in entries:
        found.add(number, (key,))
    found.close()
    return found


def test_numbers_come_in_order() -> None:
    found = postings((("a", "b"), 7), ("c", 0), (("a", "b"), 2**32 - 1), (("a", "b"), 3))
    assert list(found.get(("a", "b"))) == [3, 7, 2**32 - 1]
    assert len(found.get(("a", "b"))) == 3
    assert list(found.get("c")) == [0]


def test_what_is_not_there_is_not_found() -> None:
    assert list(postings().get("a")) == []
    found = postings(*((Colliding(bits), 1) for bits in (0, 5, 2**32 - 1)))
    assert [len(found.get(Colliding(bits))) for bits in (0, 1, 4, 6, 2**32 - 1)] == [1, 0, 0, 0, 1]


def test_keys_may_share_what_is_kept_of_their_hashes() -> None:
    found = postings((Colliding(9), 1), (Colliding(2**32 + 9), 2), (Colliding(-2), 4))
    assert list(found.get(Colliding(9))) == [1, 2]
    assert list(found.get(Colliding(2**32 - 2))) == [4]


def test_numbers_under_one_key_are_told() -> None:
    assert postings().repeated() == set()
    assert postings(("a", 1), ("b", 2)).repeated() == set()
    assert postings(("a", 1), ("b", 2), ("a", 5), ("b", 1), ("c", 9)).repeated() == {1, 2, 5}
