"""Pictures as files: small SVG with its words as text; the same bytes at every run.

In: a `Drawing`, its title and source. Out: `render_svg`, the text of an SVG.
Never: a date, a random id, two pictures whose ids could clash on one page, letters turned into outlines.
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from compare.presentation import style
from compare.presentation.figures_canvas import plain_settings

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
#: Properties that only repeat what holds anyway.
_USUAL = {
    "fill-opacity": "1", "stroke-opacity": "1", "text-anchor": "start", "stroke-dashoffset": "0", "opacity": "1",
    "stroke-linecap": "butt", "stroke-linejoin": "miter",
}  # fmt: skip


def render_svg(figure: Figure, *, title: str, source: str) -> str:
    """The picture as SVG.

    Parameters
    ----------
    figure : Drawing
        As made by one of the `draw_` functions.
    title : str
        The finding that the picture shows; read out as its name.
    source : str
        Where the numbers come from, with the licence.

    Returns
    -------
    str
        A whole SVG document. Its words are text in a generic face; its ids begin with the drawing's name.
    """
    name = getattr(figure, "name", "") or figure.get_label() or "figure"
    stream = io.StringIO()
    # "none" leaves out matplotlib's own block of metadata entry by entry; what remains is dropped below.
    empty = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with plain_settings(svg_hashsalt=name):
        FigureCanvasSVG(figure).print_svg(stream, metadata=empty)
    FigureCanvasAgg(figure)
    root = ElementTree.fromstring(stream.getvalue())
    _trim(root)
    _rename(root, name)
    _describe(root, name, title, source, getattr(figure, "language", "en"))
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    ElementTree.register_namespace("dc", "http://purl.org/dc/elements/1.1/")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _trim(element: ElementTree.Element) -> None:
    """Drop what draws nothing, shorten numbers, turn styles into attributes; bottom up."""
    for child in list(element):
        _trim(child)
        if _draws_nothing(child):
            element.remove(child)
        elif _tag(child) == "g" and not set(child.attrib) - {"id"}:
            place = list(element).index(child)  # a group that only groups: its children take its place
            element.remove(child)
            for offset, grandchild in enumerate(list(child)):
                element.insert(place + offset, grandchild)
    element.text = element.text if element.tag == f"{{{_SVG}}}text" else None
    element.tail = None
    element.attrib.pop("clip-path", None)
    for prop in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in prop.partition(":"))
        _set_property(element, key, value)
    for key in ("d", "x", "y", "transform", "stroke-width", "stroke-dasharray"):
        if key in element.attrib:
            element.set(key, _shorten(element.get(key, "")))
    transform = element.get("transform", "").replace("rotate(-0 ", "rotate(0 ")
    if transform.startswith("rotate(0 ") or not transform:
        element.attrib.pop("transform", None)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _draws_nothing(element: ElementTree.Element) -> bool:
    tag = _tag(element)
    if tag == "path":
        return element.get("fill") == "none" and not element.get("stroke")
    return tag in ("metadata", "clipPath", "style") or (tag in ("g", "defs") and not len(element))


def _set_property(element: ElementTree.Element, key: str, value: str) -> None:
    if key and key != "font-family" and _USUAL.get(key) != value:  # the face stands once, at the root
        element.set(key, value.removesuffix("px") if key == "font-size" else value)


def _shorten(numbers: str) -> str:
    """Numbers to a tenth of a pixel, white space to single blanks."""
    short = _NUMBER.sub(lambda match: f"{round(float(match[0]), 1) + 0.0:g}", numbers)
    return " ".join(short.split())


def _rename(root: ElementTree.Element, name: str) -> None:
    """Keep only ids that something points to, and let them begin with the picture's name."""
    used = {element.get(_LINK, "").removeprefix("#") for element in root.iter()} - {""}
    names = {}
    for element in root.iter():
        old = element.attrib.pop("id", None)
        if old in used:
            names[old] = f"{name}-{len(names) + 1}"
            element.set("id", names[old])
    for element in root.iter():
        if element.get(_LINK):
            element.set(_LINK, f"#{names[element.get(_LINK, '').removeprefix('#')]}")


def _describe(root: ElementTree.Element, name: str, title: str, source: str, language: str) -> None:
    width, height = (float(number) for number in root.get("viewBox", "0 0 0 0").split()[2:])
    root.attrib.clear()
    root.attrib.update(
        {
            "width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}", "role": "img",
            "aria-labelledby": f"{name}-title", "{http://www.w3.org/XML/1998/namespace}lang": language,
            "font-family": style.FONT_STACK,
        }
    )  # fmt: skip
    heading = ElementTree.Element(f"{{{_SVG}}}title", {"id": f"{name}-title"})
    heading.text = title
    about = ElementTree.Element(f"{{{_SVG}}}desc")
    about.text = source
    facts = ElementTree.Element(f"{{{_SVG}}}metadata")
    for key, text in (("title", title), ("source", source), ("language", language)):
        ElementTree.SubElement(facts, f"{{http://purl.org/dc/elements/1.1/}}{key}").text = text
    for place, element in enumerate((heading, about, facts)):
        root.insert(place, element)
