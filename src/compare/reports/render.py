"""Turns an executed notebook into a page and the files beside it.

In: an executed notebook, the `Page` it was run for, the `Site` around it.
Out: `render_page`, `render_parts`, `render_entrance`, `render_assets`: paths from the site's root to bytes.
Never: code, prompts, streams or paths on a page; a picture, table or file that was made and did not arrive; bytes that
differ between two runs of the same outputs.
"""

from __future__ import annotations

import base64
import binascii
import re
import threading
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import ReportError
from compare.presentation import style
from compare.reports.frame import build_choice, build_frame
from compare.reports.site import Page, Site

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from compare.presentation.parts_base import Part

_TEMPLATE = Path(__file__).parent / "template"
_exporting = threading.Lock()  #: one exporter serves all threads
#: An embedded file and the name beside it, as `parts_base` writes them.
_EMBEDDED = re.compile(
    r'(?P<attribute>src|srcset|href)="data:[a-z0-9.+/-]+(?:;charset=utf-8)?;base64,(?P<content>[A-Za-z0-9+/=]*)"'
    r'(?P<between>[^<>]*?) data-(?P<place>file|shared)="(?P<name>[a-z0-9.-]+)"(?: download="(?P=name)")?'
)
#: A further page of a goal, as `parts_sections` writes it.
_FURTHER = re.compile(
    r'<article data-page="(?P<name>[a-z0-9.-]+)" data-title="(?P<title>[^"]*)">(?P<content>.*?)</article>', re.DOTALL
)
#: What is counted on the way in and on the way out.
_COUNTED = ("figure", "table", "picture", "section")


def render_page(notebook: NotebookNode, page: Page, site: Site) -> dict[str, bytes]:
    """The page and its files.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed: the HTML of its outputs, in order, is the page's content.
    page : Page
        What it was run for.
    site : Site
        The pages that the frame links to.

    Returns
    -------
    dict of str to bytes
        Path from the site's root -> content: the page first, its files, then the goal's further pages with theirs.

    Raises
    ------
    ReportError
        A cell failed, an output was shown as an object and not as a part, or something that was made did not arrive.
    """
    blocks = list(_collect(notebook, page))
    own = [_FURTHER.sub("", block) for block in blocks]
    files = _make(own, page, site)
    for further in (match for block in blocks for match in _FURTHER.finditer(block)):
        path = f"{page.language}/{further['name']}"
        own = site.at(path) or replace(page, path=path, title=unescape(further["title"]))
        files |= _make([further["content"]], own, site)
    return files


def render_parts(parts: Iterable[Part], page: Page, site: Site) -> dict[str, bytes]:
    """A page made of parts without a notebook run: the same template, the same checks."""
    return render_page(_wrap(part._repr_mimebundle_() for part in parts), page, site)


def load_tools() -> None:
    """Import what renders pages, and find the template."""
    with _exporting:
        _exporter()


def render_assets(site: Site) -> dict[str, bytes]:
    """What all pages share: the style sheet and the icon."""
    sheet = [style.css_properties()]
    for number, goal in sorted(site.catalogue.goals.items(), key=lambda item: int(item[0])):
        sheet.append(f".g{number}{{--goal:{goal.colour};--on-goal:{style_on(goal.colour)}}}")
    sheet.append((_TEMPLATE / "site.css").read_text(encoding="utf-8"))
    return {
        "assets/icon.svg": (_TEMPLATE / "icon.svg").read_bytes(),
        "assets/site.css": "\n".join(sheet).encode("utf-8"),
    }


def render_entrance(site: Site) -> dict[str, bytes]:
    """The page at the site's root, where a language is chosen."""
    with _exporting:
        template = _exporter().environment.get_template("entrance.html.j2")
    html = template.render(choices=[build_choice(code, site) for code in site.languages])
    return {"index.html": _tidy(html).encode("utf-8")}


def style_on(colour: str) -> str:
    """Black or white, whichever is readable (4.5:1) on a goal's colour.

    Examples
    --------
    >>> style_on("#FF3A21"), style_on("#19486A")
    ('#000', '#fff')
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#fff" if 1.05 / (luminance + 0.05) >= 4.5 else "#000"


def _collect(notebook: NotebookNode, page: Page) -> Iterable[str]:
    """The HTML of each output; an output that is not a part of a page is a fault of the notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()) if cell.cell_type == "code" else ():
            if output.output_type == "error":
                raise _fault(page, f"a cell failed: {output.ename}: {output.evalue}", "Run the notebook to see where")
            if output.output_type in ("execute_result", "display_data"):
                if "text/html" not in output.data:
                    shown = str(output.data.get("text/plain", ""))[:80]
                    raise _fault(page, f"an output is no part of a page: {shown}", "Let the cell's call return a Part")
                yield output.data["text/html"]


def _make(blocks: list[str], page: Page, site: Site) -> dict[str, bytes]:
    """One page and its files."""
    html = _export(blocks, page, site)
    _assert_arrived(blocks, html, page)
    files: dict[str, bytes] = {}
    html = _EMBEDDED.sub(lambda match: _take_out(match, page, files), html)
    if "data:" in re.sub(r">[^<]*<", "><", html):
        raise _fault(page, "an embedded file without a name is left", "Give it a data-file in the part that shows it")
    return {page.path: html.encode("utf-8"), **dict(sorted(files.items()))}


def _export(blocks: list[str], page: Page, site: Site) -> str:
    from nbconvert.exporters.exporter import ResourcesDict

    frame, text = build_frame(page, site)
    notebook = _wrap({"text/html": block} for block in blocks)
    with _exporting:
        html, _ = _exporter().from_notebook_node(notebook, ResourcesDict(frame=frame, text=text))
    return _tidy(html)


def _wrap(bundles: Iterable[dict[str, str]]) -> NotebookNode:
    """A notebook whose cells show these and hold nothing else."""
    from nbformat import v4

    cells = [v4.new_code_cell(outputs=[v4.new_output("display_data", bundle)]) for bundle in bundles]
    return v4.new_notebook(cells=cells)


def _tidy(html: str) -> str:
    """No empty lines and no blanks at their ends: what is left depends on the content alone."""
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


@lru_cache(maxsize=1)
def _exporter() -> Any:
    """nbconvert's exporter with our template; made once, since finding templates takes longer than filling one."""
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    class PageExporter(TemplateExporter):
        output_mimetype = "text/html"
        file_extension = ".html"
        template_extension = ".html.j2"

    # The exporter's own search path would let a folder of the reader's machine stand in for ours.
    return PageExporter(
        config=Config(), template_name=_TEMPLATE.name, extra_template_basedirs=[str(_TEMPLATE.parent)],
        template_file="index.html.j2", default_preprocessors=[],
    )  # fmt: skip


def _assert_arrived(blocks: list[str], html: str, page: Page) -> None:
    """As many figures, tables and sections on the page as the parts have: a template that drops one is found here."""
    if not any(blocks):
        raise _fault(page, "the notebook has no output to show", "Run it, and end its cells with a call of the page")
    main = html.partition("<main")[2].partition("</main>")[0]
    for tag in _COUNTED:
        made, arrived = sum(block.count(f"<{tag}") for block in blocks), main.count(f"<{tag}")
        if made != arrived:
            raise _fault(page, f"{made} <{tag}> were made and {arrived} arrived", "Mend the page template")


def _take_out(match: re.Match[str], page: Page, files: dict[str, bytes]) -> str:
    name = match["name"]
    shared = match["place"] == "shared"
    path = f"files/{name}" if shared else f"{page.language}/files/{name}"
    try:
        content = base64.b64decode(match["content"], validate=True)
    except binascii.Error as error:
        raise _fault(page, f"the embedded file {name} cannot be read", "Embed it with parts_base.embed") from error
    if files.setdefault(path, content) != content:
        raise _fault(page, f"two different files are called {name}", "Give each file a name of its own")
    # Beside the page the file has its name already; inside a notebook the link has to give it.
    download = " download" if match["attribute"] == "href" else ""
    return f'{match["attribute"]}="{"../" if shared else ""}files/{name}"{match["between"]}{download}'


def _fault(page: Page, found: str, remedy: str) -> ReportError:
    return ReportError(f"The page {page.path} could not be made: {found}. {remedy}.", notebook=page.notebook)
