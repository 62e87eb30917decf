"""A definition told at the terminal: in sentences to be signed, and in examples."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from io import StringIO

from governance.checker.policy_words import chapters
from governance.formats.jcs import Json
from governance.language.definition import Definition, Example

WIDEST = 100
INDENT = "  "


def explained(law: Definition, width: int | None = None) -> Iterator[str]:
    """The whole policy in lines of at most `width` characters (the terminal's, at most 100), chapter by chapter."""
    room = width or min(shutil.get_terminal_size().columns, WIDEST)
    yield law.title
    yield law.workflow
    yield law.digest
    for chapter in chapters(law):
        yield ""
        yield chapter.title
        for sentence in chapter.sentences:
            yield from _wrapped(sentence, room)
    yield ""
    yield from _wrapped("Read and agreed (name, date): ______________________________", room)


def examples_told(law: Definition, cases: tuple[Example, ...]) -> Iterator[str]:
    """Each example as a sentence, numbered."""
    for number, example in enumerate(cases, 1):
        left = [gate.title for gate in law.gates if gate.name not in (example.gates or ())]
        without = f"; not {' or '.join(left)}" if left else ""
        yield f"{number}. {example.title}{without}."


def examples_yaml(cases: tuple[Example, ...]) -> Iterator[str]:
    """The examples as a definition writes them."""
    from ruamel.yaml import YAML

    listed: list[Json] = []
    for each in cases:
        gates: list[Json] = [*(each.gates or ())]
        listed.append({"example": each.title, "answers": {**each.answers}, "tier": each.tier, "gates": gates})
    yaml = YAML()
    yaml.version = (1, 2)
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump({"examples": listed}, out)
    yield from (line for line in out.getvalue().splitlines() if not line.startswith(("%YAML", "---")))


def _wrapped(sentence: str, room: int) -> Iterator[str]:
    yield from textwrap.wrap(
        sentence, room, initial_indent=INDENT, subsequent_indent=INDENT * 2, break_on_hyphens=False
    )
