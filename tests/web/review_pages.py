"""Browsers of the people of a review office: they sign in, read pages, and post what a page's form holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Protocol

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coe.clock import MovedClock
from tests.web.review_office import PASSWORD, PASSWORDS, ReviewOffice
from web.app import create_app

STEP = 31_000


class FormReader(HTMLParser):
    """The values a browser would send for the form with this action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.area = action, False, ""
        self.values: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action") == self.action and given.get("method") == "post"
        if not self.inside or not given.get("name"):
            return
        if tag == "textarea":
            self.area = given["name"]
            self.values[self.area] = [""]
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.area:
            self.values[self.area][0] = self.values[self.area][0].removeprefix("\r").removeprefix("\n")
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data


class Desk(Protocol):
    """What somebody who signs in needs of the office: its clock, and the code their authenticator shows now."""

    clock: MovedClock

    def code(self, who: str, /) -> str: ...


@dataclass
class Browser:
    """One person at a browser."""

    house: Desk
    who: str
    client: FlaskClient
    last: str = ""

    def get(self, url: str) -> TestResponse:
        answer = self.client.get(url)
        self.last = answer.text if answer.mimetype == "text/html" else ""
        return answer

    def form(self, action: str) -> dict[str, list[str]]:
        """What the form of the page read last would send."""
        reader = FormReader(action)
        reader.feed(self.last)
        assert reader.values, f"no form posts to {action}"
        return reader.values

    def post(self, action: str, form: dict[str, list[str]] | None = None, /, **given: str | list[str]) -> TestResponse:
        """Post a form with some of its fields filled in."""
        values = {**(form or self.form(action)), **{k: v if isinstance(v, list) else [v] for k, v in given.items()}}
        answer = self.client.post(action, data=values)
        self.last = answer.text
        return answer

    def sign(self, action: str, form: dict[str, list[str]] | None = None, /, **given: str | list[str]) -> TestResponse:
        """Post it with password and a fresh code; the clock moves on, as every code works once."""
        self.house.clock.set(self.house.clock.now() + STEP)
        proof: dict[str, str | list[str]] = {"password": PASSWORD, "code": self.house.code(self.who)}
        return self.post(action, form, **{**proof, **given})

    def sign_in(self) -> Browser:
        self.get("/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.last)
        assert token
        self.client.post(
            "/sign-in",
            data={"email": f"{self.who}@example.org", "password": PASSWORD, "csrf_token": unescape(token[1])},
        )
        self.house.clock.set(self.house.clock.now() + STEP)
        self.get("/sign-in/code")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.last)
        assert token, self.last[:500]
        answer = self.client.post(
            "/sign-in/code", data={"code": self.house.code(self.who), "csrf_token": unescape(token[1])}
        )
        assert answer.status_code == 302, answer.text[:500]
        return self


@dataclass
class Pages:
    """The app over a review office."""

    house: ReviewOffice
    app: Flask
    known: dict[str, Browser] = field(default_factory=dict)

    def browser(self, who: str) -> Browser:
        """The person's browser, signed in."""
        if who not in self.known:
            self.known[who] = Browser(self.house, who, self.app.test_client()).sign_in()
        return self.known[who]


def opened_pages(house: ReviewOffice) -> Pages:
    """The real app over this office."""
    house.home.configure(demo="yes")
    app = create_app(house.home, house.office, house.clock, PASSWORDS)
    app.config["TESTING"] = False
    return Pages(house, app)


def plain(html: str) -> str:
    """The text of a page, without markup and with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
