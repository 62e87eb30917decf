"""Who may decide at a gate, judged at the moment of deciding.

Built in and not switchable: the owner and everyone who contributed to the sections under review never decide; one
person fills one seat; a delegate signs as themselves and must be free of conflict in their own right.
"""

from __future__ import annotations

from collections.abc import Iterator

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.business_time import utc_text
from governance.language.definition import Definition, Gate
from governance.law.pools import Facts, Pool, under
from governance.law.qualifications import Qualification, unqualified
from governance.record.state import Initiative, Vote

LINE_MANAGER = "line_manager_of_owner"


def counted(gate: Gate, state: Initiative, text: str) -> tuple[Vote, ...]:
    """The votes that count now: an approval or abstention while its text stands (for *always again* only this round's),
    an objection in its own round only, a recusal for ever. A decision that a move let lapse is none any more.
    """
    votes = state.votes.get(gate.name, ())
    return tuple(vote for vote in votes if _counts(vote, gate, text, state.round))


def _counts(vote: Vote, gate: Gate, text: str, current: int) -> bool:
    if vote.lapsed and vote.outcome != "recuse":
        return False
    match vote.outcome:
        case "recuse":
            return True
        case "request changes" | "reject":
            return vote.round == current
        case _:
            return vote.text == text and (vote.round == current or not gate.always_again)


def conflict(law: Definition, facts: Facts, state: Initiative, gate: Gate, person: str) -> Refused | None:
    """Why separation of duties bars this person from this gate, or None. Absolute: no grant or delegation lifts it."""
    cure = "Ask another member of the panel; the page says who can act."
    if person == state.owner:
        return Forbidden("own-initiative", "You cannot decide here.", "You own this initiative.", cure)
    edited = [name for name in gate.reviews if person in state.contributors.get(name, ())]
    if edited:
        title = law.section_by_name[edited[0]].title
        why = f"You contributed to “{title}”, which this gate reviews."
        return Forbidden("contributed", "You cannot decide here.", why, cure, {"sections": edited})
    for relation in gate.never:
        if person in _related(facts, state, relation):
            words = relation.replace("_", " ")
            why = f"The policy bars the {words} from this gate."
            return Forbidden("never", "You cannot decide here.", why, cure, {"relation": relation})
    return None


def _related(facts: Facts, state: Initiative, relation: str) -> tuple[str, ...]:
    if relation == LINE_MANAGER:
        return tuple(filter(None, [facts.person(state.owner).manager]))
    answer = state.answers.get(relation)
    people = answer if isinstance(answer, list) else [answer]
    return tuple(person for person in people if isinstance(person, str))


def panels(gate: Gate, state: Initiative) -> tuple[str, ...]:
    """The pools that may decide at this gate: its panel, and those that joined by escalation."""
    mark = state.marks.get(gate.name)
    return (gate.panel, *(mark.joined if mark else ()))


def may_judge(law: Definition, facts: Facts, state: Initiative, gate: Gate, person: str, at: int) -> Refused | None:
    """Why this person may not judge at this gate at all, or None: separation of duties, then membership in a panel,
    then what the definition asks of its signers.
    """
    barred = conflict(law, facts, state, gate, person)
    if barred:
        return barred
    if any(facts.pool(panel).admits(person, at, state.answers) for panel in panels(gate, state)):
        return _unqualified(law, facts, person, at)
    unseated = _unseated(law, facts, state, gate, person, at)
    if unseated:
        return unseated
    return Forbidden(
        "not-on-panel",
        "You cannot decide here.",
        f"You are not on the panel of “{gate.title}” for this initiative now.",
        "Ask an administrator for the role if you should have it.",
        {"panel": gate.panel},
    )


def _unqualified(law: Definition, facts: Facts, person: str, at: int) -> Refused | None:
    """The first qualification the person lacks now. Nobody else is called for it: they can mend it themselves."""
    if facts.qualified is None:
        return None
    held = facts.qualified
    found = (unqualified(stream, held.get(stream, Qualification()), person, at) for stream in law.signers)
    return next(filter(None, found), None)


def _unseated(law: Definition, facts: Facts, state: Initiative, gate: Gate, person: str, at: int) -> Refused | None:
    """Why the charter of a committee does not count somebody's grant, where that is what keeps them from the panel."""
    charter = under(law, facts).charter(gate.panel)
    held = facts.pools.get(gate.panel, Pool()).held(person, at, state.answers) if charter else ()
    if charter is None or not held:
        return None
    grant, seats = held[-1], dict(charter.seats)
    if grant.seat not in seats:
        code, why = "no-such-seat", f"The charter of “{charter.title}” has no seat {grant.seat!r}."
    elif grant.alternate and not charter.alternates:
        code, why = "no-alternates", f"The charter of “{charter.title}” knows no alternates."
    else:
        ended = under(law, facts).pool(gate.panel).held_until(person)
        code, why = "term-ended", f"Your term of office on “{charter.title}” ended {utc_text(ended)[:10]}."
    cure = "Ask an administrator for a new term or another seat if you should decide."
    return Forbidden(code, "You cannot decide here.", why, cure, {"panel": gate.panel})


def seat_for(
    law: Definition, facts: Facts, state: Initiative, gate: Gate, votes: tuple[Vote, ...], person: str, at: int
) -> str | Refused:
    """The seat this person would fill now ("" in a role pool), or the refusal. `votes` are those that count."""
    barred = may_judge(law, facts, state, gate, person, at)
    if barred:
        return barred
    mine = next((vote for vote in votes if vote.person == person), None)
    if mine is not None:
        return _already(mine)
    if not gate.panel.startswith("committee/"):
        return ""
    taken = {vote.seat for vote in votes if vote.outcome != "recuse"}
    recused = {vote.seat for vote in votes if vote.outcome == "recuse"}
    for seat in _offers(law, facts, state, gate, recused, person, at):
        if seat not in taken:
            return seat
    for panel in panels(gate, state)[1:]:
        if panel not in taken and facts.pool(panel).admits(person, at, state.answers):
            return panel
    return OutOfOrder(
        "seat-taken",
        "You cannot decide here now.",
        "Your seat is filled, or you are an alternate and the holder of the seat is here.",
        "An alternate sits when the holder is recused, away or barred.",
    )


def _already(vote: Vote) -> Refused:
    if vote.outcome == "recuse":
        why, cure = "You stood aside from this initiative.", "Your alternate or another member decides."
        return Forbidden("recused", "You cannot decide here.", why, cure)
    return OutOfOrder(
        "already-decided",
        "Your decision stands; it cannot be given twice.",
        f"You decided “{vote.outcome}” on this text in round {vote.round}.",
        "If the text changes, you will be asked again.",
    )


def _offers(
    law: Definition, facts: Facts, state: Initiative, gate: Gate, recused: set[str], person: str, at: int
) -> Iterator[str]:
    """Seats this person may fill, best first: their own, those they stand in for, those lent to them."""
    pool = facts.pool(gate.panel)
    own = pool.held(person, at, state.answers)
    yield from (h.seat for h in own if not h.alternate and h.seat not in recused)
    for h in own:
        if h.alternate and (h.seat in recused or _vacant(law, facts, state, gate, h.seat, at)):
            yield h.seat
    for lender in pool.lenders(person, at):
        lent = pool.held(lender, at, state.answers)
        yield from (h.seat for h in lent if not h.alternate and h.seat not in recused)


def _vacant(law: Definition, facts: Facts, state: Initiative, gate: Gate, seat: str, at: int) -> bool:
    """Whether nobody holds the seat who could sit there: every holder in force is away, or barred from this gate.

    Barred counts as not here; otherwise a seat that must be heard would be stuck for ever beside its alternate.
    """
    pool = facts.pool(gate.panel)
    holders = (h for h in pool.holdings if h.seat == seat and not h.alternate and h.covers(at, state.answers))
    return all(pool.away(h.person, at) or conflict(law, facts, state, gate, h.person) for h in holders)
