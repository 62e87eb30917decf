"""Findings of checks as people read them: in the labels of the form and with days written out.

What is recorded with a submission calls things by the names of the definition, for ever; here the same checks are asked
again and say the same by its labels. Sentences stay English, as all words of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from governance.checks.base import Declared
from governance.formats.jcs import Json
from governance.language.definition import Definition, Field
from governance.law import form
from governance.reading.answers import is_answered
from governance.record.events import Finding
from web.words.translating import as_recorded, date_words

YES_NO: Final = {"yes": "Yes", "no": "No"}


class Labelled(Declared):
    """By the labels of a definition; what it does not know is called by its name."""

    def __init__(self, law: Definition) -> None:
        self.law = law
        self.columns = {
            (field.name, column.name): column for field in law.field_by_name.values() for column in field.columns
        }

    def field(self, name: object) -> str:
        """The question as it is put."""
        found = self.law.field_by_name.get(str(name))
        return found.label if found else super().field(name)

    def column(self, table: object, name: object) -> str:
        """The head of the column."""
        found = self.columns.get((str(table), str(name)))
        return found.label if found else super().column(table, name)

    def row(self, matrix: object, name: object) -> str:
        """What the row is called."""
        found = self.law.field_by_name.get(str(matrix))
        return dict(found.rows if found else ()).get(str(name)) or super().row(matrix, name)

    def option(self, field: object, value: object, column: object = None) -> str:
        """The choice as it is offered."""
        found = self.columns.get((str(field), str(column))) if column else self.law.field_by_name.get(str(field))
        return _choices(found).get(str(value)) or super().option(field, value, column)

    def day(self, text: str) -> str:
        """“14 Dec 2026”."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        with as_recorded():
            return date_words(day, "yMMMd")

    def there_are(self, field: object, number: int) -> str:
        """How many, or that the question has no answer."""
        return super().there_are(field, number) if number else f"“{self.field(field)}” is not answered"


def _choices(field: Field | None) -> Mapping[str, str]:
    if field is None:
        return {}
    return YES_NO if field.kind == "yesno" else dict(field.options)


def labelled(law: Definition, answers: Mapping[str, Json], raised: str = "") -> tuple[Finding, ...]:
    """What the checks find in these answers, said by the labels. A warning about a question without an answer says
    that it has none, whatever the check made of nothing.
    """
    found = form.findings(law, answers, raised, naming=Labelled(law))
    return tuple(_unanswered(law, answers, one) for one in found)


def in_labels(
    law: Definition, answers: Mapping[str, Json], raised: str, recorded: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Recorded findings with the labelled sentences of the same findings; one that would not be made today keeps its
    own.
    """
    known = {(one.id, one.inputs): one for one in labelled(law, answers, raised)}
    return tuple(
        replace(one, what=now.what, cure=now.cure) if (now := known.get((one.id, one.inputs))) else one
        for one in recorded
    )


def _unanswered(law: Definition, answers: Mapping[str, Json], found: Finding) -> Finding:
    field = law.field_by_name.get(found.concerns)
    if field is None or is_answered(answers.get(field.name)):
        return found
    return replace(found, what=f"“{field.label}” is not answered.")
