"""What people do with the keyboard and the mouse: fill in the intake, decide, sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from playwright.sync_api import Page, expect

from governance.formats.jcs import Json
from governance.language.definition import Definition, Field
from tests.journeys.served import Visitor

File = tuple[str, str, bytes]
MOST_TABS = 80


def fill_section(page: Page, law: Definition, section: str, answers: Mapping[str, Json], file: File | None) -> None:
    """Answer every question of the section on show. A question that an earlier answer asks for is waited for."""
    for field in law.section_by_name[section].fields:
        if field.name in answers:
            _answer(page, field, answers[field.name], file)


def _answer(page: Page, field: Field, value: Json, file: File | None) -> None:
    name = f"q-{field.name}"
    match value:
        case list() if field.kind == "table":
            _rows(page, name, [row for row in value if isinstance(row, dict)])
        case list():
            for each in value:
                put(page, name, str(each))
        case dict() if field.kind == "matrix":
            for row, chosen in value.items():
                put(page, f"{name}-r-{row}", str(chosen))
        case dict():
            assert file is not None
            kept = page.locator(f'input[name="{name}"]')
            kept.set_input_files({"name": file[0], "mimeType": file[1], "buffer": file[2]})
        case _:
            put(page, name, str(value))


def _rows(page: Page, name: str, rows: Sequence[Mapping[str, Json]]) -> None:
    for number, row in enumerate(rows):
        first = page.locator(f'[name^="{name}-{number}-c-"]').first
        if number:
            page.locator(f'button[value="add:{name}"]').click()
        first.wait_for()
        for column, cell in row.items():
            put(page, f"{name}-{number}-c-{column}", str(cell))


def put(page: Page, name: str, value: str) -> None:
    """Give one input a value, whatever kind of input it is."""
    found = page.locator(f'[name="{name}"]').first
    found.wait_for(state="attached")
    kind = found.evaluate("(one) => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "select":
        found.select_option(value)
    elif kind in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    else:
        found.fill(value)


def decide(
    visitor: Visitor,
    outcome: str = "approve",
    *,
    asked: tuple[str, str] | None = None,
    condition: tuple[str, date] | None = None,
) -> None:
    """Fill the decision on show with the mouse and sign it. `asked` is a field's name and what should change."""
    page = visitor.page
    page.locator(f"#outcome-{outcome}").check()
    if asked is not None:
        page.locator("#requests-0-concerns").select_option(asked[0])
        page.locator("#requests-0-text").fill(asked[1])
    if condition is not None:
        page.locator("#conditions-0-text").fill(condition[0])
        page.locator("#conditions-0-due").fill(condition[1].isoformat())
    for box in page.locator("form.decide input.tick").all():
        box.check()
    sign(visitor)


def sign(visitor: Visitor) -> None:
    """Password, code and the button; the notice says that it is on record."""
    page = visitor.page
    page.locator("#password").fill(visitor.password)
    page.locator("#code").fill(visitor.served.code(visitor.who))
    page.get_by_role("button", name="Sign").first.click()
    expect(page.locator(".notice-pass")).to_contain_text("Signed")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this input has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} presses of Tab do not lead to {selector}")


def decide_by_keyboard(visitor: Visitor, key: str) -> None:
    """Choose, tick and sign without a mouse."""
    page = visitor.page
    page.keyboard.press(key)
    for place in range(page.locator("form.decide input.tick").count()):
        tab_to(page, f"#{page.locator('form.decide input.tick').nth(place).get_attribute('id')}")
        page.keyboard.press("Space")
    tab_to(page, "#password")
    page.keyboard.type(visitor.password)
    tab_to(page, "#code")
    page.keyboard.type(visitor.served.code(visitor.who))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice-pass")).to_contain_text("Signed")
