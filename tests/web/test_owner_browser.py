"""The owner's pages with real data in a real browser: saving by itself, questions that appear, axe on every page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from coe.database import reading
from coe.drafts import find
from governance.formats.jcs import Json
from tests.axe import violations
from tests.web.browsing import Browser as Plain
from tests.web.cut_line import line
from tests.web.owner_house import STEP_MS, OwnerHouse, full_answers, inputs
from tests.web.review_office import PASSWORD

pytestmark = pytest.mark.browser
HOUR_MS = 3_600_000
OFFLINE = "Not saved: no connection. What you typed stays here, and nothing was handed in."
PDF = b"%PDF-1.7\n" + bytes(2_000_000)
ASKED = (("key_messages", "Give the effect size."), ("", "State rates from the label."))


@dataclass
class Scene:
    """The served app, one draft, one initiative in rework, and a page signed in as their owner."""

    house: OwnerHouse
    address: str
    page: Page
    draft: str
    rework: str
    policy: list[str]


@pytest.fixture
def scene(house: OwnerHouse, browser: Browser) -> Iterator[Scene]:
    rework = house.office.submit()
    for who, gate in (("jonas", "legal"), ("lucia", "regulatory")):
        house.office.decide(rework, who, gate)
    house.office.decide(rework, "sofia", "medical", "request changes", requests=ASKED)
    draft = started(house)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    policy: list[str] = []
    page.on("console", lambda said: policy.append(said.text) if "Content Security Policy" in said.text else None)
    made = Scene(house, f"http://127.0.0.1:{server.server_port}", page, draft, rework, policy)
    sign_in(made)
    yield made
    page.close()
    server.shutdown()
    thread.join()


def started(house: OwnerHouse) -> str:
    """A draft with three sections; its path."""
    plain = house.browser("astrid")
    plain.open("/initiatives/new")
    path = plain.follow().request.path.rpartition("/")[0]
    for section in ("need", "content", "channels"):
        plain.open(f"{path}/{section}?workflow=cx-initiative")
        typed = inputs(house.office.law, section, full_answers(house.office))
        plain.post(f"{path}/{section}", {**typed, "go": "close"})
    return path


def sign_in(scene: Scene) -> None:
    page, office = scene.page, scene.house.office
    page.goto(f"{scene.address}/sign-in")
    page.get_by_label("Login").fill("astrid@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    office.clock.advance(STEP_MS)
    page.get_by_label("Code").fill(office.code("astrid"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/initiatives")


def test_the_intake_saves_by_itself_and_shows_what_follows(scene: Scene) -> None:
    page = scene.page
    page.goto(f"{scene.address}{scene.draft}/channels")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("group", name="Can the customer answer?").get_by_label("Yes").check()
    # The question this answer asks for is there, and the consequence beside it.
    expect(page.get_by_label("When does a person answer?")).to_be_visible()
    expect(page.locator("#meets")).to_contain_text("Patient safety")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("When does a person answer?").fill("Mon to Fri, 9 to 17")
        page.get_by_label("When does a person answer?").blur()
    expect(page.locator("#saved")).to_contain_text("All answers saved")
    page.reload()
    expect(page.get_by_label("When does a person answer?")).to_have_value("Mon to Fri, 9 to 17")
    assert scene.policy == []


def test_without_a_connection_the_page_says_so_and_keeps_what_was_typed(scene: Scene) -> None:
    page = scene.page
    page.goto(f"{scene.address}{scene.draft}/need")
    page.context.set_offline(True)
    page.get_by_label("What do you call it?").fill("Typed in a tunnel")
    page.get_by_label("What do you call it?").blur()
    expect(page.locator("#saved")).to_have_text(OFFLINE)
    page.context.set_offline(False)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("What do you call it?").fill("Typed behind the tunnel")
        page.get_by_label("What do you call it?").blur()
    expect(page.locator("#saved")).to_contain_text("All answers saved")
    page.reload()
    expect(page.get_by_label("What do you call it?")).to_have_value("Typed behind the tunnel")


def test_an_answer_given_takes_its_red_mark_away_and_leaves_the_others(scene: Scene) -> None:
    page = scene.page
    page.goto(f"{scene.address}{scene.draft}/objective?missing=1")
    objective, other = page.locator("#q-objective"), page.locator("#q-rationale-error")
    expect(objective).to_have_attribute("aria-invalid", "true")
    before = page.locator("#errors li").count()
    objective.fill("Fewer calls at night")
    objective.blur()
    expect(page.locator("#q-objective-error")).to_have_count(0)
    expect(objective).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#errors li")).to_have_count(before - 1)
    expect(other).to_have_count(1)
    assert scene.policy == []


def test_an_upload_cut_in_the_middle_says_so_keeps_the_draft_and_goes_through_the_next_time(scene: Scene) -> None:
    page = scene.page
    with line(int(scene.address.rpartition(":")[2])) as cuttable:
        page.goto(f"http://127.0.0.1:{cuttable.port}{scene.draft}/material")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("group", name="Is the final file ready").get_by_label("Yes").check()
        chosen = page.get_by_label("The final file", exact=True)
        cuttable.cut_after = 300_000
        chosen.set_input_files({"name": "leaflet.pdf", "mimeType": "application/pdf", "buffer": PDF})
        expect(page.locator("#saved")).to_have_text(OFFLINE)
        assert cuttable.cuts
        assert kept_answers(scene).get("material_ready") == "yes"
        assert "final_file" not in kept_answers(scene)
        cuttable.cut_after = 0
        page.get_by_role("button", name="Save and close").click()
        page.wait_for_url("**/initiatives")
        page.goto(f"http://127.0.0.1:{cuttable.port}{scene.draft}/material")
        expect(page.locator(".kept-file")).to_contain_text("leaflet.pdf")
    answer = kept_answers(scene)["final_file"]
    assert isinstance(answer, dict)
    assert answer["size"] == len(PDF)


def kept_answers(scene: Scene) -> Mapping[str, Json]:
    with reading(scene.house.office.engine) as connection:
        found = find(connection, scene.draft.rpartition("/")[2])
    assert found is not None
    return found.answers


def test_typing_twice_in_one_tab_is_no_conflict(scene: Scene) -> None:
    page = scene.page
    page.goto(f"{scene.address}{scene.draft}/need")
    for said in ("First thought", "Second thought"):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_label("What do you call it?").fill(said)
            page.get_by_label("What do you call it?").blur()
        expect(page.locator("#saved")).to_contain_text("All answers saved")
    page.reload()
    expect(page.get_by_label("What do you call it?")).to_have_value("Second thought")


def test_a_session_that_ends_while_typing_leads_to_sign_in_and_back_with_everything(scene: Scene) -> None:
    page = scene.page
    page.goto(f"{scene.address}{scene.draft}/need")
    scene.house.office.clock.advance(HOUR_MS)
    # Browsers ask for the icon when they like, and another tab may notice first that the session is over.
    page.evaluate("fetch(document.querySelector('link[rel=icon]').href, {cache: 'no-store'}).then((it) => it.text())")
    page.evaluate("fetch('/inbox').then((it) => it.text())")
    page.get_by_label("What do you call it?").fill("Typed too late")
    page.get_by_label("What do you call it?").blur()
    page.wait_for_url(re.compile(r"/sign-in\?next="))
    page.get_by_label("Login").fill("astrid@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(scene.house.office.code("astrid"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("What do you call it?")).to_have_value("Typed too late")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(scene: Scene) -> None:
    page = scene.page
    stream = scene.house.office.streams[scene.rework].partition("/")[2]
    urls = [
        "/initiatives", f"{scene.draft}/need?missing=1", f"{scene.draft}/check", f"{scene.draft}/contributors",
        f"/initiatives/{scene.rework}", f"/drafts/{stream}/content?missing=1", "/nothing-here",
    ]  # fmt: skip
    for url in urls:
        page.goto(scene.address + url)
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert (url, width, violations(page)) == (url, width, [])
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (url, width)
    assert scene.policy == []


def test_plain_and_real_browsers_read_the_same_form(scene: Scene) -> None:
    """The tests without JavaScript stand on this."""
    page = scene.page
    page.goto(f"{scene.address}{scene.draft}/need")
    read = "[...new FormData(document.querySelector('form.intake-form'))].map(([k, v]) => [k, String(v)])"
    real = [(name, said.replace("\r\n", "\n")) for name, said in page.evaluate(read)]
    plain = Plain(scene.house.app.test_client())
    scene.house.office.clock.advance(STEP_MS)
    scene.house.sign_in(plain, "astrid")
    plain.open(f"{scene.draft}/need")
    mine = plain.sheet(f"{scene.draft}/need").values
    secret = ("csrf_token", "tab")
    assert [pair for pair in mine if pair[0] not in secret] == [pair for pair in real if pair[0] not in secret]
