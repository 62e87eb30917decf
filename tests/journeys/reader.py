"""Somebody of the demonstration at a browser without JavaScript and without a network: pages are asked of the app."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from coe.demo.people import PASSWORD, login
from tests.journeys.served import Served
from tests.web.browsing import Browser


def reader(app: Flask, served: Served, who: str, headers: Mapping[str, str] | None = None) -> Browser:
    """This person, signed in with both factors; every request of theirs carries `headers`."""
    client = app.test_client()
    for name, value in (headers or {}).items():
        client.environ_base[f"HTTP_{name.upper().replace('-', '_')}"] = value
    browser = Browser(client)
    browser.open("/sign-in")
    browser.post("", {"email": login(who), "password": PASSWORD})
    browser.follow()
    answer = browser.post("", {"code": served.code(who)})
    assert answer.status_code == 302, answer.text[:500]
    return browser
