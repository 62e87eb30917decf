"""What a well-kept office does beside its records: its trail reviewed in time, its log verified today.

Without it the demonstration would begin with incidents for what nobody had told. That its checkpoints leave the office
is a setting of `coe.demo.home`.
"""

from secrets import token_bytes

from coe import acts, review_report
from coe.clock import named_id
from coe.database import reading
from coe.demo.acting import SEED_BYTES, Stage
from coe.demo.answers import Setting
from coe.demo.time import DAY_MS
from coe.founding import recorded
from coe.home import Home
from coe.ledger import read_head
from coe.requests import Receipt, Request
from coe.reviews import standings
from coe.verification_runs import verify_once_a_day
from governance.record.commands import RecordReview

KIND, REVIEWER = "trail", "tom.bakker"
"""An administrator who did nothing of what he reviews."""
REVIEWED = (
    (39, "The founding and the first month: every role was given with a reason, and nothing was undone."),
    (8, "One withdrawal and one approval revoked; both reasons hold."),
)
"""How many days before the beginning the trail was reviewed, and what was noted."""


def review(stage: Stage, setting: Setting, until: int) -> int:
    """Have the trail reviewed as often as it was by `until` (UTC ms); how often that was. Raises Refused."""
    due = [(days, note) for days, note in REVIEWED if _at(setting, days) <= until]
    return sum(_reviewed(stage, setting, days, note) is not None for days, note in due)


def verify(stage: Stage, home: Home) -> None:
    """The whole log, as every day."""
    verify_once_a_day(stage.office, home)


def _at(setting: Setting, days: int) -> int:
    return setting.began - days * DAY_MS


def _reviewed(stage: Stage, setting: Setting, days: int, note: str) -> Receipt | None:
    id_ = named_id(f"demo/review/{KIND}/{days}")
    if recorded(stage.office, [id_]):
        return None
    with reading(stage.office.engine) as connection:
        until = max(_at(setting, days), read_head(connection).at)
        since = next(each.since for each in standings(connection, {}) if each.name == KIND)
        digest = review_report.report(connection, KIND, since, until).digest()
    stage.clock.set(until)
    act = acts.reasoned(
        lambda text: RecordReview(since, until, "in order", text, digest), note, token_bytes(SEED_BYTES)
    )
    who = setting.people(REVIEWER)
    return stage.office.handle(Request(id_, f"review/{KIND}", who, act.command, act.disclosures))
