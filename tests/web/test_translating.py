"""What people read can be translated: the catalogue is whole, and the reader's language is the one that is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from tests.messages import TEMPLATE, extracted, updated, written
from tests.web.gallery import SAMPLES, make_gallery
from tests.web.pseudo import ASKED, outside, pseudo
from tests.web.shown import own_words
from tests.web.untranslated import RECORD
from web.words.translating import gettext, install_translations, language, lazy_gettext, ngettext

POLISH = """
msgid ""
msgstr "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"

msgid "Inbox"
msgstr "Skrzynka"

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s dzień"
msgstr[1] "%(num)s dni (kilka)"
msgstr[2] "%(num)s dni"
"""
LABEL = lazy_gettext("Inbox")


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    made = Flask("small")
    path = tmp_path / "pl" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(POLISH, encoding="utf-8")
    own = {"language": ""}
    made.extensions["own"] = own
    install_translations(made, tmp_path, lambda: own["language"])
    return made


def said(app: Flask, asked: str, template: str) -> str:
    with app.test_request_context(headers={"Accept-Language": asked} if asked else {}):
        return render_template_string(template)


def test_the_catalogue_kept_is_the_one_that_pages_and_forms_need() -> None:
    assert TEMPLATE.read_bytes() == written(extracted()), "run: make messages"


def test_a_catalogue_brought_up_to_date_keeps_what_was_translated_and_asks_for_the_rest() -> None:
    begun = updated("de", extracted()).decode()
    assert 'msgid "Sign in"\nmsgstr ""' in begun
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);' in begun


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("pl", "Skrzynka"), ("pl-PL,en;q=0.5", "Skrzynka"), ("fr,pl;q=0.3", "Skrzynka"), ("fr", "Inbox"), ("", "Inbox"),
     ("en,pl;q=0.9", "Inbox")],
)  # fmt: skip
def test_a_reader_gets_the_first_language_they_ask_for_that_has_a_catalogue(app: Flask, asked: str, shown: str) -> None:
    assert said(app, asked, "{{ _('Inbox') }}") == shown


def test_ones_own_setting_comes_before_what_the_browser_asks_for(app: Flask) -> None:
    app.extensions["own"]["language"] = "pl"
    assert said(app, "en", "{{ _('Inbox') }}") == "Skrzynka"
    app.extensions["own"]["language"] = "xx"
    assert said(app, "en", "{{ _('Inbox') }}") == "Inbox"


@pytest.mark.parametrize(("count", "shown"), [(1, "1 dzień"), (3, "3 dni (kilka)"), (5, "5 dni"), (12, "12 dni")])
def test_a_count_takes_the_form_its_language_has_for_it(app: Flask, count: int, shown: str) -> None:
    assert said(app, "pl", "{{ ngettext('%(num)s day', '%(num)s days', " + str(count) + ") }}") == shown
    with app.test_request_context(headers={"Accept-Language": "pl"}):
        assert ngettext("%(num)s day", "%(num)s days", count, num=count) == shown


def test_a_label_kept_by_a_module_follows_each_reader(app: Flask) -> None:
    for asked, shown in (("pl", "Skrzynka"), ("en", "Inbox")):
        with app.test_request_context(headers={"Accept-Language": asked}):
            assert str(LABEL) == shown
            assert language() == asked


def test_what_fills_a_sentence_is_escaped(app: Flask) -> None:
    shown = said(app, "en", "{{ _('Retire “%(title)s”?', title='<b>') }}")
    assert shown == "Retire “&lt;b&gt;”?"


def test_outside_of_a_request_everything_is_in_english() -> None:
    assert gettext("Due %(when)s", when="today") == "Due today"
    assert ngettext("%(num)s day", "%(num)s days", 2, num=2) == "2 days"
    assert language() == "en"


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_gallery(tmp_path_factory.mktemp("assets"), pseudo(tmp_path_factory.mktemp("pseudo"))).test_client()


def test_a_page_names_its_language(bracketed: FlaskClient) -> None:
    assert '<html lang="eo"' in bracketed.get("/inbox", headers=ASKED).get_data(as_text=True)
    assert '<html lang="en"' in bracketed.get("/inbox").get_data(as_text=True)


def test_whatever_templates_say_is_translated_but_for_names(bracketed: FlaskClient) -> None:
    found = set()
    for name, (_, sample) in SAMPLES.items():
        html = bracketed.get(f"/{name}", headers=ASKED).get_data(as_text=True)
        with bracketed.application.test_request_context():
            found |= own_words(html, sample(), outside)
    assert found == RECORD
