"""Links in mails lead to where the pages are served, unless somebody said otherwise."""

from pathlib import Path

import pytest

from coe.cli.running import _reached_at
from coe.home import Home
from workflows.post import DEFAULT_URL, Post


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("COE_URL", "")
    monkeypatch.delenv("COE_URL")  # and whatever is set meanwhile goes with the test
    return Home(tmp_path).prepare()


def test_another_port_is_in_the_links(home: Home) -> None:
    _reached_at(home, 8123)
    assert Post.find(home).url == "http://127.0.0.1:8123"


def test_a_free_port_is_not_known_before_it_is_taken(home: Home) -> None:
    _reached_at(home, 0)
    assert Post.find(home).url == DEFAULT_URL


def test_what_the_office_calls_its_address_stays(home: Home) -> None:
    home.configure(url="https://clearway.example")
    _reached_at(home, 8123)
    assert Post.find(home).url == "https://clearway.example"
