"""Every partnership is in exactly one part, whatever order they are named in."""

import pytest

from compare.reports.shard import ShardError, choose_shard

IDS = ("lund-francistown", "aalto-x", "malmo-y", "boras-z", "kalmar-w")


def test_the_parts_are_every_nth_of_the_sorted_ids():
    """Written by hand."""
    assert choose_shard(IDS, "1/2") == ("aalto-x", "kalmar-w", "malmo-y")
    assert choose_shard(IDS, "2/2") == ("boras-z", "lund-francistown")
    assert choose_shard(IDS, "1/1") == tuple(sorted(IDS))
    assert choose_shard(IDS[:1], "2/2") == ()


def test_each_partnership_is_in_one_part_and_order_does_not_matter():
    """For any number of parts."""
    for parts in range(1, 8):
        found = [name for part in range(1, parts + 1) for name in choose_shard(IDS, f"{part}/{parts}")]
        assert sorted(found) == sorted(IDS)
        assert choose_shard(IDS[::-1] + IDS, f"1/{parts}") == choose_shard(IDS, f"1/{parts}")


@pytest.mark.parametrize("shard", ["0/3", "4/3", "a/b", "1/0", "-1/3", "1", "", "1/3/5", "1.5/3", " 1/3", "²/3"])
def test_a_part_that_cannot_be_is_refused(shard):
    """With the form that it must have."""
    with pytest.raises(ShardError, match=r"must be i/n, with i from 1 to n"):
        choose_shard(IDS, shard)
