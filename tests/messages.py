"""The catalogue of all sentences that are translated: `python -m tests.messages` writes it, with a language named also
that language's own, begun or brought up to date.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from coe.identity import credential_errors
from coe.words.catalogues import CATALOGUES
from coe.words.speaking import SOURCE
from coe.words.vocabulary import closed_words

SPEAKING = ("coe", "web", "workflows")
"""Whatever is said to people is said here."""
KEEPING: Mapping[str, tuple[int, ...]] = {
    **{
        name: (0, 1, 2)
        for name, kind in vars(credential_errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    },
    "News": (0, 2, 3, 4),
    "Told": (0, 2, 3, 4),
}
"""Made outside of pages, these keep sentences at these places: why a sign-in or a signature was refused, which is not
recorded in these words, and what mails say.
"""
HOME = Path(__file__).parents[1]
TEMPLATE = CATALOGUES / "messages.pot"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "marked": None, "ngettext": (1, 2), "pair": (1, 2)}


class Unreadable(Exception):
    """Something is marked for translation that no catalogue can take, such as an f-string."""


def extracted(home: Path = HOME) -> Catalog:
    """Every sentence of pages, forms, mails and refusals that is marked for translation, with the files it stands in.

    Raises Unreadable.
    """
    with (HOME / "babel.cfg").open(encoding="utf-8") as written:
        methods, options = parse_mapping_cfg(written)  # type: ignore[no-untyped-call]  # of Babel
    catalogue = Catalog(charset="utf-8")
    with redirect_stderr(StringIO()) as complaints:
        for folder in SPEAKING:
            found = extract_from_dir(home / folder, methods, options, keywords=KEYWORDS)
            for file, line, message, comments, context in found:
                where = [(f"{folder}/{file}", line)]
                catalogue.add(message, None, where, auto_comments=comments, context=context)
    for path in (path for folder in ("coe", "workflows") for path in sorted((home / folder).rglob("*.py"))):
        for line, sentence in kept(path):
            catalogue.add(sentence, None, [(path.relative_to(home).as_posix(), line)])
    if complaints.getvalue():
        raise Unreadable(complaints.getvalue())
    for word in closed_words():
        catalogue.add(word, None, [("coe/words/vocabulary.py", 1)])
    return catalogue


def kept(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences that a module keeps as they are, each with its line. Raises Unreadable."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEEPING:
            for said in (node.args[place] for place in KEEPING[node.func.id] if place < len(node.args)):
                if isinstance(said, ast.JoinedStr):
                    raise Unreadable(f"{path}:{said.lineno}: this f-string cannot be translated; name its parts")
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.lineno, said.value


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
