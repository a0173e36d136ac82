"""The list of every text that the pages use, found in the code: ``python -m compare.presentation.language_extract``.

In: the modules of presentation and reports, and the page templates. Out: `find_texts`, `write_template`
(``locale/compare.pot``), `list_untranslated`.
Never: a change to a translation; a new text is written into the ``.po`` file by a person.
"""

from __future__ import annotations

import io
from pathlib import Path

from compare.presentation.language_texts import LOCALE, read_texts

PACKAGE = Path(__file__).parents[1]
#: Which calls hold a text: `Language.text`, `Language.plural`, `mark`.
KEYWORDS: dict[str, tuple[int, ...]] = {"text": (1,), "plural": (1, 2), "mark": (1,)}
#: Where texts stand, and how the file is read. In a template they stand as ``{{ text("...") }}``.
METHODS = [
    ("presentation/**.py", "python"),
    ("reports/**.py", "python"),
    ("reports/**.j2", "jinja2.ext:babel_extract"),
]


def find_texts(package: Path = PACKAGE) -> dict[str | tuple[str, str], list[str]]:
    """Every original in the code, to the files that use it; a pair where it has a form for many.

    Parameters
    ----------
    package : pathlib.Path
        The folder of the package ``compare``.
    """
    from babel.messages.extract import extract_from_dir

    found: dict[str | tuple[str, str], list[str]] = {}
    options = {"reports/**.j2": {"encoding": "utf-8", "silent": "false"}, "**.py": {"encoding": "utf-8"}}
    for name, _, message, _, _ in extract_from_dir(str(package), METHODS, options, keywords=KEYWORDS):
        places = found.setdefault(message, [])
        if name not in places:
            places.append(name)
    return found


def write_template(path: Path = LOCALE / "compare.pot", package: Path = PACKAGE) -> bytes:
    """Write the list for translators; the same texts give the same bytes, so it carries no date."""
    content = build_template(package)
    path.write_bytes(content)
    return content


def build_template(package: Path = PACKAGE) -> bytes:
    """The list for translators, in gettext's form, sorted by text."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    catalogue = Catalog(project="compare", fuzzy=False)
    for message, places in find_texts(package).items():
        catalogue.add(message, locations=[(place, 0) for place in sorted(places)])
    stream = io.BytesIO()
    write_po(stream, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    return (header + stream.getvalue().decode("utf-8").strip() + "\n").encode("utf-8")


def list_untranslated(code: str, package: Path = PACKAGE) -> tuple[list[str], list[str]]:
    """Originals that a language lacks, and entries that it has and nothing uses, both sorted."""
    used = {message if isinstance(message, str) else message[0] for message in find_texts(package)}
    written = set(read_texts(code))
    return sorted(used - written), sorted(written - used)


def main() -> int:
    """Write the list anew and say what each language lacks; 1 where something is missing or unused."""
    write_template()
    amiss = False
    for folder in sorted(LOCALE.glob("*/LC_MESSAGES")):
        code = folder.parent.name
        for word, texts in zip(("missing", "unused"), list_untranslated(code), strict=True):
            amiss = amiss or bool(texts)
            for text in texts:
                print(f"{code}: {word}: {text}")
    return int(amiss)


if __name__ == "__main__":
    raise SystemExit(main())
