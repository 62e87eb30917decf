"""Every page, rendered with kind and with hostile contexts, holds to the house's rules of markup."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.gallery import SAMPLES, make_gallery
from web.parts.assets import load_assets

VOID = {"meta", "link", "input", "br", "hr", "img"}
LABELLED = {"input", "select", "textarea"}


class Page(HTMLParser):
    """What the rules ask about: attributes of every element, label targets, ids, and text inside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.inline: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        opened = self.open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"} and data.strip():
            self.inline.append(data)

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def of(self, *tags: str) -> Iterator[dict[str, str]]:
        return (attrs for tag, attrs in self.elements if tag in tags)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_gallery(tmp_path_factory.mktemp("assets")).test_client()


def read(client: FlaskClient, name: str) -> Page:
    response = client.get(f"/{name}")
    assert response.status_code == 200
    return Page(response.get_data(as_text=True))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_no_inline_style_script_or_event_handler(client: FlaskClient, name: str) -> None:
    page = read(client, name)
    assert page.inline == []
    assert "style" not in {tag for tag, _ in page.elements}
    for tag, attrs in page.elements:
        forbidden = [attr for attr in attrs if attr == "style" or attr.startswith(("on", "hx-on"))]
        assert not forbidden, f"<{tag}> carries {forbidden}"
        assert not attrs.get("href", "").lower().startswith("javascript:")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_input_has_a_label_and_every_reference_a_target(client: FlaskClient, name: str) -> None:
    page = read(client, name)
    ids = page.ids()
    assert sorted(ids) == sorted(set(ids)), "an id is used twice"
    labelled = {attrs.get("for") for attrs in page.of("label")}
    for attrs in page.of(*LABELLED):
        if attrs.get("type") != "hidden":
            assert attrs.get("id") in labelled, f"no label for {attrs}"
    for _, attrs in page.elements:
        for attribute in ("aria-describedby", "aria-labelledby"):
            assert set(attrs.get(attribute, "").split()) <= set(ids), f"{attribute} of {attrs} leads nowhere"


@pytest.mark.parametrize("name", SAMPLES)
def test_an_error_summary_leads_to_fields_that_exist(client: FlaskClient, name: str) -> None:
    page = read(client, name)
    anchors = {attrs["href"][1:] for attrs in page.of("a") if attrs.get("href", "").startswith("#")}
    assert anchors <= set(page.ids())


@pytest.mark.parametrize("name", ["decision-refused", "intake-wrong", "sign-in-wrong"])
def test_a_wrong_input_says_so_and_is_tied_to_its_error(client: FlaskClient, name: str) -> None:
    wrong = [attrs for attrs in read(client, name).of(*LABELLED) if attrs.get("aria-invalid") == "true"]
    assert wrong
    for attrs in wrong:
        assert f"{attrs['id']}-error" in attrs["aria-describedby"].split()


@pytest.mark.parametrize("name", SAMPLES)
def test_hostile_text_is_inert(client: FlaskClient, name: str) -> None:
    html = client.get(f"/{name}").get_data(as_text=True)
    assert "<script>alert" not in html
    page = read(client, name)
    assert [attrs["src"] for attrs in page.of("script")] == [
        attrs["src"] for attrs in page.of("script") if "/assets/" in attrs["src"]
    ]


def test_the_hostile_samples_do_show_their_text(client: FlaskClient) -> None:
    shown = [name for name in SAMPLES if "&lt;script&gt;alert(1)" in client.get(f"/{name}").get_data(as_text=True)]
    assert {"decision-first-reading", "inbox", "trail", "people", "mailbox", "error-409", "intake-wrong"} <= set(shown)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_weighs_at_most_60_kilobytes_after_the_first_visit(client: FlaskClient, name: str) -> None:
    assert len(gzip.compress(client.get(f"/{name}").get_data())) <= 60_000


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_decided_by_a_get(client: FlaskClient, name: str) -> None:
    for attrs in read(client, name).of("form"):
        assert attrs.get("method") == "post" or attrs.get("role") == "search"


def test_assets_are_served_for_ever_under_names_that_follow_their_content(client: FlaskClient) -> None:
    page = read(client, "inbox")
    urls = [attrs["href"] for attrs in page.of("link")] + [attrs["src"] for attrs in page.of("script")]
    assert len(urls) == 5
    for url in urls:
        response = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/assets/clearway.css").status_code == 404
    assert client.get("/assets/..%2Fassets.py").status_code == 404


def test_a_font_is_cut_once_and_kept(tmp_path: Path) -> None:
    font = load_assets(tmp_path)["plex-mono.woff2"]
    first = font.read()
    assert first[:4] == b"wOF2"
    kept = list(tmp_path.iterdir())
    assert len(kept) == 1
    kept[0].write_bytes(b"kept")
    assert font.read() == b"kept"
