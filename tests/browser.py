"""The one real browser of a test run: Debian's Chromium under Playwright, started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launched(playwright: Playwright) -> Browser:
    """Chromium as it runs here, root included; it asks nobody outside."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests: Playwright's loop cannot be started twice in a process."""
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()
