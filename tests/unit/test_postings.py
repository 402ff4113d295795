"""Postings return the numbers of a key in order."""

from __future__ import annotations

from svclint.kubernetes.postings import Postings


class Colliding:
    """A key whose hash collides with that of another key."""

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __hash__(self) -> int:
        return self.bits


def postings(*entries: tuple[object, int]) -> Postings:
    count = max((number for _, number in entries), default=-1) + 1
    keys: list[list[object]] = [[] for _ in range(count)]
    for key, number in entries:
        keys[number].append(key)
    return Postings(keys, count)


def test_numbers_come_in_order() -> None:
    found = postings((("a", "b"), 7), ("c", 0), (("a", "b"), 2**17), (("a", "b"), 3))
    assert list(found.get(("a", "b"))) == [3, 7, 2**17]
    assert len(found.get(("a", "b"))) == 3
    assert list(found.get("c")) == [0]


def test_what_is_not_there_is_not_found() -> None:
    assert list(postings().get("a")) == []
    # For 2 numbers, 51 bits of the hash are stored.
    found = postings(*((Colliding(bits), 1) for bits in (0, 5, 2**51 - 1)))
    assert [len(found.get(Colliding(bits))) for bits in (0, 1, 4, 6, 2**51 - 1)] == [1, 0, 0, 0, 1]


def test_keys_may_share_what_is_kept_of_their_hashes() -> None:
    found = postings((Colliding(9), 1), (Colliding(2**50 + 9), 2), (Colliding(-2), 4))
    assert list(found.get(Colliding(9))) == [1, 2]
    assert list(found.get(Colliding(2**50 - 2))) == [4]


def test_numbers_under_one_key_are_told() -> None:
    assert postings().repeated() == set()
    assert postings(("a", 1), ("b", 2)).repeated() == set()
    assert postings(("a", 1), ("b", 2), ("a", 5), ("b", 1), ("c", 9)).repeated() == {1, 2, 5}


def test_neighbouring_keys_are_not_taken_for_one() -> None:
    assert postings((Colliding(4), 3), (Colliding(5), 0)).repeated() == set()
