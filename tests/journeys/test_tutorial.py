"""The tutorial, step by step in a real browser: each numbered step carries a marker that says what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.served import Served, Visitor, visitor

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial" / "approve-your-first-initiative.md"
STEP = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
MARKER = re.compile(r'<!-- step: ([a-z-]+)(?: ([a-z]+(?:\.[a-z]+)?))?(?: "([^"]+)")? -->$')
ACTS = {"click", "fill", "fill-last", "choose", "see", "sign-in", "sign-out", "sign", "tick-all", "download"}
TYPED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered line: what its marker says, and the words a reader is told to type or to look for."""

    number: int
    text: str
    act: str
    word: str
    label: str

    @property
    def typed(self) -> str:
        found = TYPED.findall(self.text)
        assert len(found) == 1, f"step {self.number} must say one thing to type or to see: {found}"
        return str(found[0])


def steps(text: str) -> Iterator[Step]:
    for number, line in STEP.findall(text):
        marker = MARKER.search(line)
        assert marker, f"step {number} carries no marker, so nobody runs it: {line}"
        told = line[: marker.start()].strip()
        act, word, label = (part or "" for part in marker.groups())
        assert not label or label in told, f"step {number} does not name “{label}” to its reader"
        yield Step(int(number), told, act, word, label)


def test_every_step_of_the_tutorial_can_be_run() -> None:
    found = list(steps(TUTORIAL.read_text(encoding="utf-8")))
    assert [step.number for step in found] == list(range(1, len(found) + 1))
    assert {step.act for step in found} <= ACTS


def test_a_step_without_a_marker_is_noticed() -> None:
    with pytest.raises(AssertionError, match="step 1 carries no marker"):
        list(steps("1. Do something.\n"))


@pytest.mark.browser
@pytest.mark.slow
def test_the_tutorial_leads_where_it_says(browser: Browser, lively: Served) -> None:
    newcomer = visitor(lively, browser)
    for step in steps(TUTORIAL.read_text(encoding="utf-8")):
        try:
            run(newcomer, step)
        except Exception as failed:
            shown = newcomer.page.locator("main").inner_text()[:1500]
            raise AssertionError(
                f"step {step.number} fails: {step.text}\n{failed}\nThe page says:\n{shown}"
            ) from failed
    newcomer.page.context.close()
    assert newcomer.faults == []


def run(newcomer: Visitor, step: Step) -> None:
    page = newcomer.page
    match step.act:
        case "sign-in":
            assert f"`{step.word}@clearway.example`" in step.text
            newcomer.sign_in(step.word)
        case "sign-out":
            newcomer.leave()
        case "click":
            named(newcomer, step).click()
            if TYPED.search(step.text):
                expect(page.locator("body")).to_contain_text(step.typed)
        case "fill":
            inputs(newcomer, step).first.fill(step.typed)
        case "fill-last":
            inputs(newcomer, step).last.fill(step.typed)
        case "choose":
            page.locator("form.decide").get_by_label(step.label).first.check()
        case "tick-all":
            for box in page.locator("form.decide input.tick").all():
                box.check()
        case "sign":
            page.locator("#password").fill(newcomer.password)
            page.locator("#code").fill(newcomer.served.code(newcomer.who))
            page.get_by_role("button", name=step.label).click()
        case "see":
            expect(page.locator("body")).to_contain_text(step.typed)
        case "download":
            with page.expect_download(timeout=60_000) as download:
                named(newcomer, step).click(timeout=60_000)
            assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        case _:
            raise AssertionError(f"nobody knows how to {step.act}")


def inputs(newcomer: Visitor, step: Step) -> Locator:
    """The inputs of this label that take words."""
    wordy = newcomer.page.locator("textarea, input:not([type=radio], [type=checkbox])")
    return newcomer.page.get_by_label(step.label).and_(wordy)


def named(newcomer: Visitor, step: Step) -> Locator:
    """The link or button of this name."""
    assert step.word in ("link", "button"), step
    return newcomer.page.get_by_role("link" if step.word == "link" else "button", name=step.label).first
