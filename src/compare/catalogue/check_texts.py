"""Checks that texts are sentences, and that the Swedish is not the English left standing.

In: `Ledger`. Out: faults. Never: a judgement of style; a proper name called untranslated.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from compare.catalogue.ledger import Ledger
from compare.catalogue.models import Text
from compare.catalogue.reading import Fault

#: Sections whose texts are read by people; names of sources and short units are the same in both languages.
_SECTIONS = ("areas", "goals", "targets", "derived", "domains", "treaties", "rights", "awaited", "indicators")
#: Fields that are whole sentences.
_SENTENCES = (
    "definition", "differs", "caveat", "question", "not_answered", "note", "says", "counterpart", "no_counterpart",
)  # fmt: skip
#: Of these, the ones that must say something of their own: words that a sentence has at least.
_LEAST_WORDS = {"definition": 4, "differs": 4, "question": 4}
#: As many words cannot be a name alone.
_WORDS_OF_NO_NAME = 4


def check_texts(ledger: Ledger) -> Iterator[Fault]:
    """All faults of texts, in the order of the catalogue."""
    for section in _SECTIONS:
        for entry, model in getattr(ledger.catalogue, section).items():
            for path, text in _texts(model):
                for message in _faults_of(path, text):
                    yield ledger.fault(section, entry, path, message)


def _texts(model: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of an entry with its path: ``pairs#1.differs``."""
    if isinstance(model, Text):
        yield path.lstrip("."), model
    elif isinstance(model, BaseModel):
        for field in type(model).model_fields:
            yield from _texts(getattr(model, field), f"{path}.{field}")
    elif isinstance(model, tuple):
        for number, item in enumerate(model, start=1):
            yield from _texts(item, f"{path}#{number}")


def _faults_of(path: str, text: Text) -> Iterator[str]:
    field = path.rpartition(".")[2]
    if text.sv == text.en and (field in _SENTENCES or len(text.en.split()) >= _WORDS_OF_NO_NAME):
        yield f"the Swedish is the English: {text.en!r}; translate it"
    if field not in _SENTENCES:
        return
    for language, said in (("sv", text.sv), ("en", text.en)):
        if len(said.split()) < _LEAST_WORDS.get(field, 2) or said[-1] not in ".?!":
            yield f"found {said!r} ({language}); a sentence is expected, with its full stop"
        elif field == "question" and not said.endswith("?"):
            yield f"found {said!r} ({language}); a question is expected"
