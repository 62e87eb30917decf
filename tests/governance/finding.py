"""Forms with a check, and what it finds in answers to them."""

from dataclasses import dataclass
from typing import Any

from governance.language.definition import Definition
from governance.law.form import findings
from governance.reading.document import read
from governance.record.events import Finding
from tests.governance.documents import answers, small

Fields = list[dict[str, Any]]


def table(name: str, *columns: Any) -> dict[str, Any]:
    return {"name": name, "kind": "table", "columns": list(columns)}


def choice(name: str, *options: str) -> dict[str, Any]:
    return {"name": name, "kind": "choice", "options": list(options)}


def law(checks: list[Any], fields: Fields) -> Definition:
    """The small law with other checks and more questions."""
    document = small() | {"checks": checks}
    document["form"][0]["fields"] += fields
    del document["gates"][1]["checks"]
    return read(document)


def found(checks: list[Any], fields: Fields, said: dict[str, Any]) -> tuple[Finding, ...]:
    return findings(law(checks, fields), answers() | said)


@dataclass(frozen=True)
class Case:
    """A check, answers in which it finds one thing in these words, and the same answers once they are cured."""

    check: dict[str, Any]
    fields: Fields
    wrong: dict[str, Any]
    what: str
    cure: str
    cured: dict[str, Any]
    concerns: str

    def findings(self, said: dict[str, Any]) -> tuple[Finding, ...]:
        return found([self.check], self.fields, self.wrong | said)
