"""Words find places where they touch nothing, in many arrangements."""

from __future__ import annotations

import random

import pytest

from compare.presentation.figures_labels import (
    AIR,
    Box,
    Obstacles,
    Stroke,
    Wanted,
    candidates_around,
    find_place,
    spread,
)


@pytest.mark.parametrize(
    ("stroke", "crosses"),
    [
        (Stroke(0, 5, 20, 5), True), (Stroke(0, 0, 4, 20), False), (Stroke(0, 20, 20, 0), True),
        (Stroke(6, 6, 7, 7), True), (Stroke(12, 0, 12, 20), False), (Stroke(0, 12, 20, 12), False),
    ],
)  # fmt: skip
def test_a_stroke_crosses_a_box_or_not(stroke, crosses):
    """By hand, for a box from 5 to 10 both ways."""
    assert stroke.crosses(Box(5, 5, 10, 10)) is crosses


def test_labels_that_do_not_meet_stay_where_their_lines_end():
    """Nothing moves without need."""
    wanted = [Wanted(0, 100, 50, 30), Wanted(0, 20, 50, 30)]
    assert spread(wanted, Obstacles(), 0, 200) == (100.0, 20.0)


def test_two_labels_of_one_value_move_apart_evenly():
    """Meeting values: both move, none alone."""
    up, down = spread([Wanted(0, 100, 50, 30), Wanted(0, 100, 50, 30)], Obstacles(), 0, 200)
    assert up - down == 32
    assert abs((up + down) / 2 - 100) <= 1


def test_a_label_steps_off_an_obstacle():
    """A dotted line through a label's place pushes it away by the smaller way."""
    (centre,) = spread([Wanted(0, 103, 50, 20)], Obstacles(strokes=(Stroke(-10, 100, 90, 100),)), 0, 200)
    assert centre >= 100 + 10 + AIR - 1


def test_no_room_is_said():
    """Three labels of 30 do not fit into 80 pixels."""
    assert spread([Wanted(0, 50, 50, 30)] * 3, Obstacles(), 0, 80) is None


@pytest.mark.parametrize("seed", range(200))
def test_spread_labels_never_meet_leave_or_touch(seed):
    """Random heights, sizes and lines: order kept, no overlap, inside, no line touched."""
    dice = random.Random(seed)
    wanted = [
        Wanted(dice.choice([0, 0, 10]), dice.uniform(-20, 260), dice.uniform(30, 90), dice.uniform(14, 50))
        for _ in range(dice.randint(1, 4))
    ]
    line = dice.uniform(0, 240)
    obstacles = Obstacles(strokes=(Stroke(-10, line, 120, line),) if seed % 2 else ())
    centres = spread(wanted, obstacles, 0, 240)
    if centres is None:
        assert sum(label.height + AIR for label in wanted) > 240 - 2 * 55
        return
    boxes = [
        Box(label.left, y - label.height / 2, label.left + label.width, y + label.height / 2)
        for label, y in zip(wanted, centres, strict=True)
    ]
    for index, box in enumerate(boxes):
        assert box.bottom >= 0
        assert box.top <= 240
        assert not obstacles.block(box)
        assert not any(box.meets(other) for other in boxes[index + 1 :])
    order = sorted(range(len(wanted)), key=lambda i: (-wanted[i].y, i))
    assert order == sorted(range(len(wanted)), key=lambda i: -centres[i])


def test_a_place_is_found_beside_a_mark_and_never_on_it():
    """The mark itself is an obstacle."""
    mark = Box(96, 96, 104, 104)
    place = find_place(candidates_around(100, 100, 40, 12, reach=6), Obstacles((mark,)), Box(0, 0, 200, 200))
    assert place is not None
    assert not place.meets(mark)


def test_no_free_place_is_none():
    """A box that fills everything leaves no place."""
    full = Obstacles((Box(0, 0, 200, 200),))
    assert find_place(candidates_around(100, 100, 40, 12, reach=6), full, Box(0, 0, 200, 200)) is None
