"""What the tests of the decision page share: where it is, and records ready to be decided."""

from sqlalchemy import func, select

from coe.database import reading
from coe.tables import decision, entry
from governance.formats.jcs import Json
from tests.web.review_office import HOUR, ReviewOffice
from tests.web.review_pages import Browser, Pages

Given = dict[str, str | list[str]]
HOSTILE = "</textarea><script>alert(1)</script>\u202e{{7*7}}"
MEDICAL = ("reference_per_claim", "whole_study_context", "population_and_endpoint", "safety_statement_current")


def at(number: str, gate: str = "medical") -> str:
    return f"/decisions/{number}/{gate}"


def decisions(house: ReviewOffice) -> int:
    with reading(house.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(decision)).scalar_one())


def opened(pages: Pages, who: str = "sofia", gate: str = "medical") -> tuple[str, Browser]:
    number = pages.house.submit()
    browser = pages.browser(who)
    assert browser.get(at(number, gate)).status_code == 200
    return number, browser


def reworked(pages: Pages) -> str:
    """Round 2: one request answered by a change, one without, and a change nobody asked for."""
    house, number = pages.house, pages.house.submit()
    asked = (("key_messages", "Give the effect size."), ("study_context", "Say what the trial did not show."))
    house.decide(number, "sofia", "medical", "request changes", requests=asked)
    house.decide(number, "jonas", "legal")
    house.decide(number, "lucia", "regulatory")
    messages = [dict(row) for row in rows_of(house, number, "key_messages")]
    messages[1]["message"] = "Patients treated with Cardiolex had 21 % fewer admissions than with placebo in the trial"
    changes: dict[str, Json] = {"key_messages": [*messages], "story": "A cardiologist sees the effect, and for whom."}
    house.clock.set(house.clock.now() + HOUR)
    house.resubmit(number, {"r1": "Done, from table 2.", "r2": "It is in the reference."}, **changes)
    return number


def rows_of(house: ReviewOffice, number: str, name: str) -> list[dict[str, Json]]:
    found = house.state(number).answers[name]
    assert isinstance(found, list)
    return [row for row in found if isinstance(row, dict)]


def entries(house: ReviewOffice) -> int:
    with reading(house.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(entry)).scalar_one())
