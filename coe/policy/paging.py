"""A page about a definition, generated from it: the drawing, its gates in a table, the whole policy in sentences.

The same file gives the same bytes, so that a test can hold the pages in docs/ against the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coe.policy.definitions import Compiled, Located
from coe.way.marks import PRINT
from coe.way.policy import svg
from governance.checker.policy_words import Chapter, chapters, span
from governance.errors import NotADefinition, Problem
from governance.language.conditions import ALWAYS, sentence
from governance.language.definition import Definition, Gate, Source
from governance.law.form import labels
from governance.reading.words import listed

INDEX = "README.md"


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its drawing, each with the name of its file; `title`, `gates` and `lines` stand in the index."""

    name: str
    title: str
    text: str
    drawing: str
    gates: int
    lines: int


def written(files: Sequence[Compiled]) -> dict[str, str]:
    """Every file of a folder of pages by its name. Raises NotADefinition for a file that is meant as a workflow and is
    none; one that only others include has no page.
    """
    meant = [each for each in files if not each.document or "workflow" in each.document]
    for each in meant:
        if each.definition is None:
            raise NotADefinition(tuple(Problem(_place(fault), fault.what, fault.cure) for fault in each.problems))
    pages = sorted((page(each, each.definition) for each in meant if each.definition), key=lambda each: each.name)
    found = {INDEX: index(pages)}
    for made in pages:
        found |= {f"{made.name}.md": made.text, f"{made.name}.svg": made.drawing}
    return found


def page(compiled: Compiled, law: Definition) -> Page:
    """The page of a compiled file and its definition."""
    lines = len(compiled.sources[compiled.name].splitlines())
    name = compiled.name.rpartition(".")[0]
    said = [*_heading(compiled, law, name, lines), *_gates(law), *_policy(law)]
    text = "\n".join(map(_one_line, said)).rstrip("\n")
    return Page(name, _one_line(law.title), f"{text}\n", svg(law, palette=PRINT), len(law.gates), lines)


def _place(fault: Located) -> str:
    return f"{fault.place.file}:{fault.place.line}:{fault.place.column}"


def index(pages: Sequence[Page]) -> str:
    """The list of pages."""
    rows = [f"| [{each.title}]({each.name}.md) | `{each.name}.yaml` | {each.gates} | {each.lines} |" for each in pages]
    said = "Every page here is generated from its workflow file by `coe workflow page`; nothing is written by hand."
    return "\n".join(["# The library", "", said, "", "| workflow | file | gates | lines |", "|-|-|-|-|", *rows, ""])


def _heading(compiled: Compiled, law: Definition, name: str, lines: int) -> Iterator[str]:
    parts = [f"`{file}`" for file in sorted(compiled.sources) if file != compiled.name]
    included = f", with {listed(parts)}" if parts else ""
    yield f"# {law.title}"
    yield ""
    yield f"Generated from `{compiled.name}` ({lines} lines{included}). Its digest is `{law.digest}`."
    yield ""
    yield f"![The gates of {law.title}]({name}.svg)"
    yield ""


def _gates(law: Definition) -> Iterator[str]:
    yield "## Gates"
    yield ""
    yield "| gate | needed | opens after | decided by | clock | reviews | source |"
    yield "|-|-|-|-|-|-|-|"
    named = labels(law)
    for gate in law.gates:
        cells = (
            gate.title,
            "always" if gate.when == ALWAYS else f"when {sentence(gate.when, named)}",
            _after(law, gate),
            _decided(gate),
            _clock(gate),
            listed([law.section_by_name[section].title for section in gate.reviews]),
            _source(gate.source),
        )
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _one_line(text: str) -> str:
    """Nothing of a definition becomes markup of its own."""
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _after(law: Definition, gate: Gate) -> str:
    titles = [law.gate_by_name[name].title for name in (gate.ratifies or gate.after)]
    if gate.ratifies:
        return f"the approval; confirms {listed(titles)}"
    return listed(titles) if titles else "submission"


def _decided(gate: Gate) -> str:
    """`executive steering (two thirds)`: the panel, and its rule where it is not one approval."""
    panel = gate.panel.partition("/")[2].replace("_", " ").replace("-", " ")
    how = gate.rule.approve
    said = "" if how == 1 else f"{how} approvals" if isinstance(how, int) else str(how)
    present = [f"{gate.rule.present.share} % present"] if gate.rule.present.share else []
    veto = [f"veto: {listed([seat.replace('_', ' ') for seat in gate.rule.veto])}"] if gate.rule.veto else []
    rule = ", ".join([*([said] if said else []), *present, *veto])
    return f"{panel} ({rule})" if rule else panel


def _clock(gate: Gate) -> str:
    by_tier = [f"{tier}: {span(within)}" for tier, within in gate.within_by_tier]
    rest = [f"else {span(gate.within)}" if by_tier else span(gate.within)] if gate.within else []
    return ", ".join([*by_tier, *rest]) or "none"


def _source(source: Source | None) -> str:
    return source.says if source else ""


def _policy(law: Definition) -> Iterator[str]:
    yield "## The policy in sentences"
    yield ""
    for chapter in chapters(law):
        yield from _chapter(chapter)


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"### {chapter.title}"
    yield ""
    yield from (f"- {said}" for said in chapter.sentences)
    yield ""
