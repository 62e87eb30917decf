"""The page of what signers need: undertakings with their texts, trainings with their periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from sqlalchemy import Row
from wtforms import Form

from governance.language.definition import Definition
from web.parts.moments import day_of
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, State
from web.rows.entry_words import plain
from web.words.translating import gettext, lazy_gettext

ACCEPTED, TO_ACCEPT = State("passed", lazy_gettext("Accepted")), State("yours", lazy_gettext("For you to accept"))
NOT_ISSUED = State("not_open", lazy_gettext("Not issued yet"))


@dataclass(frozen=True, slots=True)
class UndertakingView:
    """One undertaking for its reader. `form` accepts it; None where it is accepted, or nobody has issued it yet."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    state: State
    when: str
    fingerprint: str = ""
    demanded: bool = False
    form: Form | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One training of one person, or one that is demanded and not recorded (`until` "")."""

    name: str
    person: str
    since: str
    until: str
    state: State


@dataclass(frozen=True, slots=True)
class QualificationsPage:
    """`training_form`: person, training, since, until, evidence; `issue_form`: undertaking, title, text, reason; None
    for all but administrators, who see `everybody` as well.
    """

    frame: PageFrame
    undertakings: tuple[UndertakingView, ...]
    trainings: tuple[TrainingView, ...]
    everybody: tuple[TrainingView, ...]
    training_form: Form | None
    training_action: str
    issue_form: Form | None
    issue_action: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What the tables hold, and when and where they are read."""

    undertakings: Sequence[Row[Any]]
    acceptances: Mapping[tuple[str, str], tuple[str, int]]
    trainings: Sequence[Row[Any]]
    now: int
    zone: tzinfo

    def day(self, at: int) -> str:
        """A day in the reader's zone."""
        return day_of(at, self.now, self.zone)


def named(laws: Iterable[Definition], kind: str) -> tuple[str, ...]:
    """What the policies in force ask of their signers, of one kind."""
    found = {stream for law in laws for stream in law.signers if stream.startswith(f"{kind}/")}
    return tuple(sorted(stream.partition("/")[2] for stream in found))


def mine(
    known: Counted,
    person: str,
    demanded: tuple[str, ...],
    form: Callable[[str], Form],
    action: Callable[[str], str],
) -> tuple[UndertakingView, ...]:
    """Every undertaking as it stands for its reader; what is still to be accepted comes first."""
    views = []
    for row in known.undertakings:
        digest, at = known.acceptances.get((row.name, person), ("", 0))
        done = digest == row.digest
        views.append(
            UndertakingView(
                name=row.name,
                title=row.title,
                paragraphs=tuple(filter(None, (part.strip() for part in row.text.split("\n\n")))),
                state=ACCEPTED if done else TO_ACCEPT,
                when=f"{'accepted' if done else 'issued'} {known.day(at if done else row.at)}",
                fingerprint=row.digest,
                demanded=row.name in demanded,
                form=None if done else form(row.digest),
                action=action(row.name),
            )
        )
    issued = {row.name for row in known.undertakings}
    missing = (name for name in demanded if name not in issued)
    views += [UndertakingView(n, plain(n).capitalize(), (), NOT_ISSUED, "") for n in missing]
    return tuple(sorted(views, key=lambda view: (view.form is None, not view.demanded, view.name)))


def held(
    known: Counted, name_of: Callable[[str], str], demanded: tuple[str, ...] = (), only: str = ""
) -> tuple[TrainingView, ...]:
    """Trainings as recorded, those of one person where `only` names one; then what policies ask and nobody recorded."""
    rows = [row for row in known.trainings if only in ("", row.person)]
    views = [
        TrainingView(
            plain(row.name), name_of(row.person), known.day(row.since), known.day(row.until - 1), _state(row, known.now)
        )
        for row in rows
    ]
    recorded = {row.name for row in rows}
    none = State("not_open", gettext("Not recorded"))
    return (*views, *(TrainingView(plain(name), "", "", "", none) for name in demanded if name not in recorded))


def _state(row: Row[Any], now: int) -> State:
    if now < row.since:
        return State("waiting", gettext("Begins later"))
    return State("passed", gettext("In force")) if now < row.until else State("refused", gettext("Ended"))
