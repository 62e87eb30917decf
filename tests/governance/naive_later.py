"""What the naive law says of approved records: terms, notices, check-ins, renewal, retirement, ratification."""

from __future__ import annotations

from dataclasses import dataclass, field

from governance.language.business_time import Duration
from governance.language.definition import Gate
from governance.record import commands as c
from tests.governance.naive_rules import HOUR
from tests.governance.naive_shape import No
from tests.governance.naive_standing import NaiveStanding

USED = ("approved", "released")
HOURS = {"hours": 1, "days": 24}


def span(duration: Duration) -> int:
    return duration.amount * HOURS[duration.kind] * HOUR


@dataclass
class NaiveLater(NaiveStanding):
    """An approval holds for a term; `told` and `asked` are what `system` has recorded of it."""

    ends: int = 0
    terms: int = 0
    came_into_use: int = 0
    before_expiry: str = ""
    told: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    gave_term: list[str] = field(default_factory=list)

    def approve(self) -> None:
        self.status, self.terms = "approved", 1
        self.new_term()

    def new_term(self) -> None:
        self.told = []
        if self.law.afterwards.expires:
            self.ends = self.at + span(self.law.afterwards.expires)

    def later(self, command: c.Command, actor: str) -> None:
        match command:
            case c.GiveNotice():
                self.notice(command, actor)
            case c.Expire(term=term):
                self.require(actor == "system" and self.status in USED and self.ends and self.at >= self.ends)
                self.require(term == self.terms)
                self.status, self.before_expiry = "expired", self.status
            case c.AskCheckIn(step=step):
                self.ask(step, actor)
            case c.CheckIn(step=step, note=note):
                self.require(actor == self.owner and self.status in ("released", "expired", "retired"))
                self.require(self.asked.get(step) == "" and note)
                self.asked[step] = note
            case c.Renew(by=by):
                self.renew(by, actor)
            case c.Retire():
                self.retire(command, actor)
            case _:
                raise No

    def notice(self, command: c.GiveNotice, actor: str) -> None:
        self.require(actor == "system" and self.status in USED and self.ends and command.term == self.terms)
        found = [each for each in self.law.afterwards.notify if f"{each.amount} {each.kind} before" == command.step]
        self.require(found and command.step not in self.told and self.at + span(found[0]) >= self.ends)
        self.told.append(command.step)

    def ask(self, step: str, actor: str) -> None:
        self.require(actor == "system" and self.came_into_use and self.status in ("released", "expired"))
        after = [each.at for each in self.law.afterwards.check_ins if f"{each.at.amount} {each.at.kind} after" == step]
        self.require(after and step not in self.asked and self.at >= self.came_into_use + span(after[0]))
        self.asked[step] = ""

    def renew(self, by: str, actor: str) -> None:
        self.require(actor == "system" and self.status in (*USED, "expired") and self.law.afterwards.expires)
        self.require(self.asks(by, "renews") and by not in self.gave_term)
        self.gave_term.append(by)
        self.terms += 1
        if self.status == "expired":
            self.status = self.before_expiry
        self.new_term()

    def retire(self, command: c.Retire, actor: str) -> None:
        self.require(self.status in (*USED, "expired"))
        if command.by:
            self.require(actor == "system" and self.asks(command.by, "retires"))
        else:
            self.require(command.reason)
            self.require(actor == self.owner or self.panel(self.law.coordinators).admits(actor))
        self.status = "retired"

    def asks(self, by: str, word: str) -> bool:
        """Whether that record is approved, and its approval told a stream that an answer of it calls by our number."""
        other = (self.facts.records or {}).get(by)
        if other is None or other.status not in USED:
            return False
        stream = {"renews": other.renews, "retires": other.retires}[word]
        mine = [name for name, answer in other.answers.items() if answer == "P-1"]
        return stream != "" and any(other.refers.get(name) == stream for name in mine)

    def ratifying(self) -> list[Gate]:
        return [gate for gate in self.law.gates if gate.ratifies]
