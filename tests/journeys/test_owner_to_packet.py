"""The main job in a real browser: from the first answer of an owner to a packet that a bare Python verifies."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from coe.demo.diary import FILE, SAFETY_AFTER, diary
from coe.demo.people import STEERING_VOTES
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from tests.journeys.served import Served, Visitor
from tests.journeys.typing import decide, decide_by_keyboard, fill_section, sign
from tests.journeys.words import ASKED, CONDITION, DUE, REPLY, TITLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTIONS = ("intact", "signed", "lawful")
ROOT = Path(__file__).parents[2]


def test_from_the_first_answer_to_a_verified_packet(fresh: Served, someone: Visitor, tmp_path: Path) -> None:
    number = submit(fresh, someone)
    for seat in STEERING_VOTES:
        at_inbox(someone, seat)
        decide(someone)
    for who in ("sofia.brandt", "nkechi.okafor", "yuki.tanaka"):
        at_inbox(someone, who)
        decide(someone)
    at_inbox(someone, "jonas.meier")
    decide(someone, "approve_with_conditions", condition=(CONDITION, DUE))
    at_inbox(someone, "lucia.rossi")
    decide(someone, "request_changes", asked=("safety_statement", ASKED))
    answer(someone, number)
    only_regulatory_reviews_again(someone, number)
    at_inbox(someone, "elena.petrova")
    opens_what_is_signed(fresh, someone, number)
    decide(someone)
    meet_verify_release(someone, number)
    verified(fresh, someone, number, tmp_path)


def submit(fresh: Served, someone: Visitor) -> str:
    """The owner starts, fills the whole form and submits; the number it got."""
    page = someone.page
    law = fresh.law("cx-initiative")
    answers = diary(fresh.setting)
    someone.sign_in("astrid.lindqvist")
    page.get_by_role("link", name="Start an initiative").first.click()
    page.locator("section", has_text="Customer-experience initiative").get_by_role("link", name="Start").click()
    for section in law.section_by_name:
        page.wait_for_url(f"**/{section}*")
        fill_section(page, law, section, answers, ("heart-diary.html", "text/html", FILE))
        page.locator('button[value="next"]:visible').last.click()
    page.wait_for_url("**/check")
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".notice-pass")).to_contain_text("is submitted")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    return page.url.rpartition("/")[2]


def at_inbox(someone: Visitor, who: str) -> None:
    """Another person takes the seat, signs in, and opens what comes first."""
    someone.sign_out()
    someone.sign_in(who)
    someone.open("/inbox")
    someone.page.get_by_role("link", name="Open decision").click()
    expect(someone.page.get_by_role("heading", name=TITLE)).to_be_visible()


def answer(someone: Visitor, number: str) -> None:
    """The owner changes what was asked for, replies, and submits again."""
    page = someone.page
    someone.sign_out()
    someone.sign_in("astrid.lindqvist")
    someone.open(f"/initiatives/{number}")
    page.get_by_role("link", name="Answer it").first.click()
    page.locator('[name="q-safety_statement"]').fill(SAFETY_AFTER)
    page.locator('[name="reply-r1"]').fill(REPLY)
    page.locator('button[value="close"]').click()
    someone.open(f"/initiatives/{number}")
    page.get_by_role("link", name="Answer and change").click()
    page.get_by_role("link", name="Check answers and submit").first.click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".notice-pass")).to_contain_text("is submitted")


def only_regulatory_reviews_again(someone: Visitor, number: str) -> None:
    """The others' decisions stand; the one who asked finds the answer first, and signs without a mouse."""
    page = someone.page
    someone.sign_out()
    someone.sign_in("sofia.brandt")
    someone.open("/inbox")
    expect(page.get_by_text("Clear.")).to_be_visible()
    at_inbox(someone, "lucia.rossi")
    expect(page.locator("article.change")).to_have_count(1)
    expect(page.locator("article.change")).to_contain_text("Answers your request")
    expect(page.locator("article.change ins").first).to_be_visible()
    decide_by_keyboard(someone, "a")


def opens_what_is_signed(fresh: Served, someone: Visitor, number: str) -> None:
    """The file that was handed in is saved by whoever may decide on it, byte for byte, and by nobody else."""
    kept = someone.page.locator("main a[href*='/files/']").first
    unfolded = someone.page.locator("main details")
    unfolded.evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    with someone.page.expect_download() as download:
        kept.click()
    assert Path(download.value.path()).read_bytes() == FILE
    assert download.value.suggested_filename == "heart-diary.html"
    address = f"{fresh.address}{kept.get_attribute('href')}"
    said = someone.page.request.get(address).headers
    assert said["content-disposition"].startswith("attachment")
    assert said["content-type"] == "application/octet-stream"
    someone.sign_out()
    someone.sign_in("priya.raman")
    assert someone.page.request.get(address).status == 404
    assert number in address
    at_inbox(someone, "elena.petrova")


def meet_verify_release(someone: Visitor, number: str) -> None:
    """The condition is met by the owner, verified by who set it, and only then the release is open."""
    page = someone.page
    someone.sign_out()
    someone.sign_in("astrid.lindqvist")
    someone.open(f"/initiatives/{number}")
    page.locator("#conditions").locator("xpath=ancestor::section").locator("textarea").fill("Printed on page one.")
    page.get_by_role("button", name="met").click()
    expect(page.locator(".notice-pass")).to_be_visible()
    someone.sign_out()
    someone.sign_in("jonas.meier")
    someone.open(f"/initiatives/{number}")
    page.get_by_role("link", name="Verify").click()
    sign(someone)
    someone.sign_out()
    someone.sign_in("astrid.lindqvist")
    someone.open(f"/initiatives/{number}")
    page.get_by_role("link", name="Release").click()
    page.get_by_role("button", name="Release").click()
    expect(page.locator(".notice-pass")).to_be_visible()


def verified(fresh: Served, someone: Visitor, number: str, folder: Path) -> None:
    """The auditor downloads the packet; a Python without any package says yes three times."""
    key = log_key(fresh.home, fresh.clock)
    seal(fresh.office.engine, fresh.home, key, fresh.clock)
    someone.sign_out()
    someone.sign_in("oskar.lind")
    someone.open(f"/trail?initiative={number}")
    someone.page.get_by_role("link", name=f"Packet of {number}").click()
    someone.page.get_by_role("button", name="Make the packet").click()
    with someone.page.expect_download(timeout=60_000) as download:
        someone.page.get_by_role("link", name="Download").click(timeout=60_000)
    packet, keys = folder / "packet.pdf", folder / "keys.txt"
    download.value.save_as(packet)
    keys.write_text(key.public.vkey() + "\n", encoding="ascii")
    command = [sys.executable, "-S", "-m", "governance", "verify", str(packet), "--keys", str(keys)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert len(re.findall(r"^\S.*\?\s+YES$", told.stdout, re.MULTILINE)) == len(QUESTIONS), told.stdout
