"""What is kept outside of the office, on screen, for auditors and whoever answers for quality."""

from coe.acts import reasoned
from coe.continuity.drill import DAY_MS, drills, due
from coe.evidence.checkpoints import seal
from coe.evidence.cosignatures import accept, ask
from coe.evidence.keys import declare, log_key
from coe.evidence.witness import Witness
from governance.office.continuity import CONTINUITY
from governance.office.keys import WITNESSES
from governance.record import commands as c
from tests.web.review_pages import Pages, plain
from web.oversight.status_page import drill_view


def cosigned(pages: Pages) -> str:
    """One witness cosigns; its name."""
    office, home, folder = pages.house.office, pages.house.home, pages.house.home.folder / "elsewhere"
    key = log_key(home, office.clock)
    declare(office, key)
    witness = Witness.make(folder, "quality.example/stick", (key.public,))
    vkeys = (witness.public.vkey(),)
    act = reasoned(lambda why: c.DeclareWitnesses(vkeys, 1, why), "Two pairs of eyes", pages.house.seed())
    pages.house.send(WITNESSES, "ada", act)
    seal(office.engine, home, key, office.clock)
    made = witness.cosign(ask(office.engine, witness.public), office.clock.now() // 1000)
    accept(office.engine, home, key, made, office.clock)
    return witness.public.name


def test_an_office_that_nobody_outside_knows_says_so_first(pages: Pages) -> None:
    words = plain(pages.browser("aude").get("/office/status").text)
    assert "Nothing of this log is safe" in words
    assert "A witness is somebody else who remembers the log" in words
    trail = plain(pages.browser("aude").get("/trail").text)
    assert "Nothing kept outside" in trail
    assert "What is kept outside" in trail


def test_a_cosigned_log_shows_who_cosigned_how_far_and_with_which_keys(pages: Pages) -> None:
    ada, aude = pages.browser("ada"), pages.browser("aude")  # to sign in may be an entry of its own
    name = cosigned(pages)
    words = plain(ada.get("/office/status").text)
    assert "entries are cosigned. None can be rewritten unseen." in words
    assert f"by {name}" in words
    assert "1 of 1 are needed" in words
    assert "It signs every checkpoint" in words
    trail = plain(aude.get("/trail").text)
    assert f"cosigned by {name}" in trail
    assert "Nothing lies after." in trail
    assert "Nothing kept outside" not in trail


def drill_shown(pages: Pages) -> str:
    return plain(pages.browser("ada").get("/office/status").text).partition("Restore drill")[2]


def test_a_drill_is_shown_and_stands_in_red_when_it_failed_or_nobody_did_it(pages: Pages) -> None:
    house = pages.house
    assert "No drill yet" in drill_shown(pages)
    good = c.RecordRestoreDrill("restored", "a" * 64, 7, "b" * 64, 900)
    house.send(CONTINUITY, "system", good)
    assert "A backup restores" in drill_shown(pages)
    house.send(CONTINUITY, "system", c.RecordRestoreDrill("failed", "", 0, "", 900, "No backup was made."))
    assert "The last drill failed" in drill_shown(pages)
    assert "No backup was made." in drill_shown(pages)
    house.send(CONTINUITY, "system", good)
    view = drill_view(drills(house.office), due(house.office, house.home), house.clock.now() + 91 * DAY_MS, "")
    assert (view.state.mark, view.title) == ("refused", "Overdue")
    view = drill_view(drills(house.office), due(house.office, house.home), house.clock.now() + 89 * DAY_MS, "")
    assert view.state.mark == "passed"
