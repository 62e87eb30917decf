"""The catalogue of all sentences that are translated: `python -m tests.messages` writes it, with a language named also
that language's own, begun or brought up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from coe.identity import credential_errors
from web.words.translating import CATALOGUES, SOURCE
from web.words.vocabulary import closed_words

REFUSING = "coe/identity"
"""Why a sign-in or a signature failed is not recorded in these words, so pages say it in the reader's language."""
REFUSALS = tuple(
    name for name, kind in vars(credential_errors).items() if isinstance(kind, type) and issubclass(kind, Exception)
)
HOME = Path(__file__).parents[1]
TEMPLATE = CATALOGUES / "messages.pot"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "marked": None, "ngettext": (1, 2), "pair": (1, 2)}


def extracted() -> Catalog:
    """Every sentence of pages and forms that is marked for translation, with the files it stands in."""
    with (HOME / "babel.cfg").open(encoding="utf-8") as written:
        methods, options = parse_mapping_cfg(written)  # type: ignore[no-untyped-call]  # of Babel
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(HOME / "web", methods, options, keywords=KEYWORDS)
    for file, line, message, comments, context in found:
        catalogue.add(message, None, [(f"web/{file}", line)], auto_comments=comments, context=context)
    for file, _, message, _, _ in extract_from_dir(HOME / REFUSING, keywords=dict.fromkeys(REFUSALS, (1, 2, 3))):
        for sentence in filter(None, message):
            catalogue.add(sentence, None, [(f"{REFUSING}/{file}", 1)])
    for word in closed_words():
        catalogue.add(word, None, [("web/words/vocabulary.py", 1)])
    return catalogue


def written(catalogue: Catalog, *, header: bool = False) -> bytes:
    """As a file: without dates and line numbers, in an order that only the sentences decide."""
    out = BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=not header)
    return out.getvalue()


def updated(language: str, fresh: Catalog) -> bytes:
    """The catalogue of `language` with every sentence of `fresh`: what was translated stays, new ones are empty."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    kept = Catalog(locale=language, charset="utf-8", project="Clearway")
    if path.exists():
        with path.open("rb") as before:
            kept = read_po(before, locale=language)
    kept.update(fresh, no_fuzzy_matching=True)
    kept.obsolete.clear()
    return written(kept, header=True)


def main(arguments: Sequence[str]) -> int:
    """Write `messages.pot`, and `messages.po` of each language that has one or is named."""
    fresh = extracted()
    TEMPLATE.write_bytes(written(fresh))
    begun = {path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po")}
    for language in sorted(begun | set(arguments) - {SOURCE}):
        path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, fresh))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
