"""Reads a drawing back as a person would: which words stand where, and what they touch."""

from __future__ import annotations

import itertools

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D

from compare.presentation.figures_labels import Box, Stroke


def texts(drawing, role=""):
    """The words of a drawing whose role begins with `role`, in drawing order."""
    return [item.get_text() for item in drawing.letterings if (item.get_gid() or "").startswith(role)]


def text_boxes(drawing):
    """Every visible word, ticks included, with its box in pixels."""
    renderer = FigureCanvasAgg(drawing).get_renderer()
    boxes = []
    for item in drawing.letterings:
        extent = item.get_window_extent(renderer)
        boxes.append((item.get_text(), item.get_gid(), Box(extent.x0, extent.y0, extent.x1, extent.y1)))
    return boxes


def ticks(drawing, plot):
    """The numbers written under a plot, each with the value at whose place it stands."""
    box = plot.box
    return [
        (round(plot.values_at(item.get_position()[0], 0)[0], 6), item.get_text())
        for item in drawing.letterings
        if item.get_gid() == "tick" and item.get_ha() == "center" and item.get_position()[1] < box.bottom
    ]


def values(drawing, role, plot=None):
    """What the points of all lines of a role stand for: pairs of what is read across and up."""
    plot = plot or drawing.plots[0]
    return [plot.values_at(x, y) for line in lines(drawing, role) for x, y in line.get_xydata()]


def years(drawing, role, plot=None):
    """The years of all points of a role, to a millionth."""
    return [round(year, 6) for year, _ in values(drawing, role, plot)]


def lines(drawing, role):
    """The line artists whose role begins with `role`."""
    found = [item for item in drawing.get_children() if isinstance(item, Line2D)]
    return [line for line in found if (line.get_gid() or "").startswith(role)]


def strokes(drawing, *roles):
    """Straight pieces of all lines of some roles, in pixels."""
    pieces = []
    for role in roles:
        for line in lines(drawing, role):
            spots = line.get_transform().transform(line.get_xydata())
            pieces += [(role, Stroke(*here, *there)) for here, there in itertools.pairwise(spots)]
    return pieces


def mark_boxes(drawing):
    """The boxes of all marks, in pixels."""
    boxes = []
    for line in lines(drawing, "mark"):
        half = line.get_markersize() / 2
        for x, y in line.get_transform().transform(line.get_xydata()):
            boxes.append(Box(x - half, y - half, x + half, y + half))
    return boxes


def faults(drawing):
    """What a careful eye would object to: words over words, lines, marks or the edge."""
    boxes = text_boxes(drawing)
    paper = Box(0, 0, drawing.width, drawing.height)
    found = [f"{text!r} leaves the picture" for text, _, box in boxes if not paper.holds(box)]
    for (text, _, box), (other, _, more) in itertools.combinations(boxes, 2):
        if box.grown(-1).meets(more.grown(-1)):
            found.append(f"{text!r} over {other!r}")
    pieces = strokes(drawing, "line-", "target-line", "interval")
    marks = mark_boxes(drawing)
    for text, role, box in boxes:
        inner = box.grown(-1.5)
        found += [f"{text!r} ({role}) touches a {name}" for name, piece in pieces if piece.crosses(inner)]
        if role != "tick":
            found += [f"{text!r} ({role}) touches a mark" for mark in marks if mark.meets(inner)]
    for mark in marks:
        if not paper.holds(mark):
            found.append("a mark is cut by the edge")
    return found
