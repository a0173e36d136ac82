"""The marks of doubted values are written before the source's comment and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.catalogue.codes import FLAG_KINDS, Mark, join_marks, split_marks


@pytest.mark.parametrize(
    ("comment", "marks", "rest"),
    [
        ("", (), ""),
        ("Provisional; see table 3.", (), "Provisional; see table 3."),
        ("flag:range; expected 0..100;", (Mark("range", "0..100"),), ""),
        ("flag:zero; expected 38..39; From the register.", (Mark("zero", "38..39"),), "From the register."),
        ("flag:range; expected 0..; flag:unit; expected PT; A.", (Mark("range", "0.."), Mark("unit", "PT")), "A."),
        ("flag:part; of kolada:N01951; Computed.", (Mark("part", "kolada:N01951"),), "Computed."),
        ("flag:jump; A note.", (Mark("jump"),), "A note."),
        ("flag:unknown; A note.", (), "flag:unknown; A note."),
        ("See flag:range; below.", (), "See flag:range; below."),
    ],
)
def test_marks_stand_first_and_the_rest_is_the_sources(comment: str, marks: tuple[Mark, ...], rest: str) -> None:
    """Only known marks, and only at the beginning."""
    assert split_marks(comment) == (marks, rest)
    assert join_marks(marks, rest) == comment


def test_a_kind_is_marked_once_and_in_one_order() -> None:
    """What stands already keeps its words."""
    comment = "flag:zero; expected 38..39; A note."

    assert join_marks([Mark("zero", "1..2"), Mark("range", "5..")], comment) == (
        "flag:range; expected 5..; flag:zero; expected 38..39; A note."
    )
    assert join_marks([], comment) == comment


_MARKS = st.lists(
    st.builds(Mark, st.sampled_from(FLAG_KINDS), st.sampled_from(["", "0..100", "PT", "99.9", "-4..", "off:A B"])),
    unique_by=lambda mark: mark.kind,
)


@given(_MARKS, st.text())
def test_what_is_joined_is_split_again(marks: list[Mark], rest: str) -> None:
    """Any comment that does not begin as a mark itself comes back whole."""
    if split_marks(rest)[0] or rest.startswith(("expected ", "of ")):
        return
    ordered = tuple(sorted(marks, key=lambda mark: FLAG_KINDS.index(mark.kind)))
    assert split_marks(join_marks(marks, rest)) == (ordered, rest)
