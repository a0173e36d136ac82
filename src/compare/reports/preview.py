"""One indicator's section on its own, in every language: what a curator looks at after an edit.

In: an indicator's id. Out: `write_preview`, the pages written.
Never: a notebook run, a look at the other indicators, anything published.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from compare.catalogue.load import load_catalogue, load_partnership
from compare.comparison.build import build
from compare.errors import UnknownCodeError
from compare.observations.frame import load_observations
from compare.presentation.language import speak
from compare.presentation.parts_indicator import show_indicator
from compare.presentation.parts_links import Speaker
from compare.reports.render import render_assets, render_parts
from compare.reports.site import make_page, plan_site


def write_preview(indicator: str, partnership: str, folder: Path) -> tuple[Path, ...]:
    """Write the section of `indicator` as a page for each language.

    Parameters
    ----------
    indicator : str
        Its id in the catalogue as it stands now.
    partnership : str
        Whose two places are compared.
    folder : pathlib.Path
        Where the pages go; files of an earlier preview are overwritten.

    Returns
    -------
    tuple of pathlib.Path
        The pages, in the partnership's order of languages. Their menus lead to the site, which is not beside them.

    Raises
    ------
    UnknownCodeError
        No such indicator; the closest ids are named.
    CatalogueError
        The catalogue cannot be read; all faults are listed.
    """
    catalogue = load_catalogue()
    if indicator not in catalogue.indicators:
        raise UnknownCodeError("indicator", indicator, catalogue.indicators)
    chosen, loaded = load_partnership(partnership), load_observations()
    site = plan_site(chosen, catalogue)
    alone = replace(catalogue, indicators={indicator: catalogue.indicators[indicator]}, awaited={})
    comparison = build(chosen, alone, loaded.observations, loaded.manifest, loaded.sources)
    pages, files = [], {**render_assets(site)}
    for code in chosen.languages:
        speaker = Speaker(comparison, speak(code))
        page = replace(
            make_page("overview", code, chosen, catalogue), path=f"{code}/{indicator}.html",
            title=speaker.language.of(catalogue.indicators[indicator].title),
        )  # fmt: skip
        files |= render_parts([show_indicator(speaker, comparison.result(indicator))], page, site)
        pages.append(folder / page.path)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return tuple(pages)
