"""Whoever is spoken to hears one language, whichever package speaks; refusals follow the reader too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from coe.identity import signing_refusals as refusals
from coe.identity.accounts import no_such_account
from coe.identity.credential_errors import CredentialRefused
from coe.identity.passwords import refuse_weak
from coe.words.catalogues import Catalogues
from coe.words.dates import date_words, moment_words
from coe.words.speaking import ENGLISH, Tongue, direction, gettext, language, speaking
from tests.messages import Unreadable, extracted
from tests.web.pseudo import CODE, outside, pseudo
from tests.web.shown import LETTERS

AFTERNOON = datetime(2026, 9, 7, 16, 30)  # noqa: DTZ001 - as a wall shows it
GERMAN = 'msgid "Inbox"\nmsgstr "Eingang"\n'


@pytest.fixture
def pseudo_tongue(tmp_path: Path) -> Tongue:
    return Catalogues(pseudo(tmp_path)).of(CODE)


def catalogues(folder: Path, **languages: str) -> Catalogues:
    for code, said in languages.items():
        path = folder / code / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(said, encoding="utf-8")
    return Catalogues(folder)


def test_a_language_is_spoken_for_as_long_as_it_is_bound(tmp_path: Path) -> None:
    shipped = catalogues(tmp_path, de=GERMAN, ar="")
    with speaking(shipped.of("de")):
        assert (gettext("Inbox"), language(), direction()) == ("Eingang", "de", "ltr")
        with speaking(shipped.of("ar")):
            assert (gettext("Inbox"), direction()) == ("Inbox", "rtl")
        with speaking(ENGLISH):
            assert gettext("Inbox") == "Inbox"
        assert gettext("Inbox") == "Eingang"
    assert (gettext("Inbox"), language()) == ("Inbox", "en")


def test_a_language_without_a_catalogue_is_english(tmp_path: Path) -> None:
    assert catalogues(tmp_path, de=GERMAN).of("fr") is ENGLISH


def test_days_and_times_are_this_houses_in_english_and_cldrs_elsewhere(tmp_path: Path) -> None:
    shipped = catalogues(tmp_path, de="", el="")
    assert moment_words(AFTERNOON, "yMMMMEEEEd") == "Monday 7 September 2026, 16:30"
    assert moment_words(AFTERNOON, "MMMEd") == "Mon 7 Sep, 16:30"
    with speaking(shipped.of("de")):
        assert moment_words(AFTERNOON, "yMMMMEEEEd") == "Montag, 7. September 2026, 16:30"
        assert date_words(AFTERNOON, "MMMEd") == "Mo., 7. Sept."
    with speaking(shipped.of("el")):
        assert moment_words(AFTERNOON, "MMMEd") == "Δευ 7 Σεπ, 4:30\u202fμ.μ."


def weak(password: str) -> CredentialRefused:
    with pytest.raises(CredentialRefused) as refused:
        refuse_weak(password, "olga")
    return refused.value


REFUSED: tuple[Callable[[], CredentialRefused], ...] = (
    refusals.wrong_password, refusals.wrong_code, refusals.no_login, refusals.no_code, refusals.unknown,
    refusals.expired, refusals.foreign, refusals.other_text, refusals.used, refusals.replayed,
    lambda: refusals.replayed(90_000), refusals.changed, refusals.temporary, no_such_account,
    lambda: weak("short"), lambda: weak("password1234"),
)  # fmt: skip


@pytest.mark.parametrize("made", REFUSED)
def test_a_refusal_made_in_english_is_read_in_the_language_of_whoever_is_refused(
    pseudo_tongue: Tongue, made: Callable[[], CredentialRefused]
) -> None:
    refused = made()
    for sentence in (refused.what, refused.why, refused.cure):
        with speaking(pseudo_tongue):
            assert not LETTERS.search(outside(gettext(getattr(sentence, "string", sentence)))), sentence
    assert "⟦" not in str(refused)


def test_a_part_of_a_refusal_is_filled_in_whatever_the_language(pseudo_tongue: Tongue) -> None:
    cure = refusals.replayed(90_000).cure
    assert str(cure) == "Have that clock looked at. If it is right now, codes work again in 2 min."
    with speaking(pseudo_tongue):
        assert str(cure) == "⟦Have that clock looked at. If it is right now, codes work again in 2 min.⟧"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("web/page.py", 'gettext(f"Due {when}")'),
        ("workflows/mail.py", 'gettext(f"Due {when}")'),
        ("coe/identity/own.py", 'raise Locked("Locked.", f"After {count} failures.", "Wait.")'),
    ],
)
def test_a_sentence_that_no_catalogue_can_take_stops_the_extraction(tmp_path: Path, path: str, said: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(said + "\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="f-string"):
        extracted(tmp_path)
