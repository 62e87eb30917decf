"""Steps about what signers need: trainings recorded, undertakings issued and accepted."""

from pytest_bdd import parsers, step

from coe import acts
from coe.founding import new_seed
from governance.law.qualifications import Qualification
from governance.record import commands as c
from tests.features.house import REASON, House
from tests.features.moments import HOUR, moment


@step(parsers.re(r"(?P<name>\w+) issues the undertaking (?P<what>\w+): “(?P<text>.+)”"))
def issues(house: House, name: str, what: str, text: str) -> None:
    act = acts.reasoned(lambda why: c.IssueUndertaking(what.title(), text, why), REASON, new_seed())
    house.send(f"undertaking/{what}", name, act)


@step(parsers.re(r"(?P<name>\w+) accepts the undertaking (?P<what>\w+)"))
def accepts(house: House, name: str, what: str) -> None:
    held = house.reader.look(f"undertaking/{what}")[0].state
    assert isinstance(held, Qualification)
    house.send(f"undertaking/{what}", name, acts.Act(c.AcceptUndertaking(held.current)))


@step(parsers.re(r"(?P<name>\w+) is trained in (?P<what>\w+) until (?P<until>.+)"))
def is_trained(house: House, name: str, what: str, until: str) -> None:
    train(house, house.administrator, name, what, moment(until))


@step(parsers.re(r"(?P<name>\w+) tries to record their own training in (?P<what>\w+)"))
def trains_oneself(house: House, name: str, what: str) -> None:
    house.try_to(lambda: train(house, name, name, what, house.clock.now() + HOUR))


def train(house: House, actor: str, name: str, what: str, until: int) -> None:
    def make(evidence: str) -> c.Command:
        return c.RecordTraining(house.people[name], 0, until, evidence)

    house.send(f"training/{what}", actor, acts.reasoned(make, "Certificate 4711", new_seed()))
