"""The data folder, files by digest, and the clock."""

import stat
from io import BytesIO
from pathlib import Path

import pytest

from coe.blobs import Blobs
from coe.clock import MovedClock, SystemClock, follow_id, is_named_id, step_id
from coe.database import engine_for
from coe.home import Home
from coe.office_errors import BadBlob, BadHome


def test_the_home_is_where_coe_home_says_else_below_the_working_folder(tmp_path: Path) -> None:
    assert Home.find({"COE_HOME": str(tmp_path)}).folder == tmp_path
    assert Home.find({}).folder == Path.cwd() / ".coe"


def test_the_home_is_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "b").prepare()
    home.configure(database="sqlite:///x")
    home.configure(origin="o")
    assert home.config() == {"database": "sqlite:///x", "origin": "o"}
    for folder in (home.folder, home.keys, home.blobs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.config_file.stat().st_mode) == 0o600


def test_the_database_is_a_file_in_the_home_unless_the_settings_name_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COE_DATABASE_URL", raising=False)
    home = Home(tmp_path).prepare()
    assert home.database_url() == f"sqlite:///{tmp_path}/office.sqlite"
    home.configure(database="postgresql+psycopg://a/b")
    assert home.database_url() == "postgresql+psycopg://a/b"
    monkeypatch.setenv("COE_DATABASE_URL", "sqlite:///y")
    assert home.database_url() == "sqlite:///y"


@pytest.mark.parametrize("content", ["nonsense", "[]", '{"origin": 1}'])
def test_unusable_settings_are_named(tmp_path: Path, content: str) -> None:
    home = Home(tmp_path).prepare()
    home.config_file.write_text(content)
    with pytest.raises(BadHome, match=r"config\.json"):
        home.config()


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadHome, match="COE_HOME"):
        Home(tmp_path / "file").prepare()


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite+nothing:///x"])
def test_an_address_that_is_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(BadHome, match="database address"):
        engine_for(url)


def test_equal_files_are_kept_once_under_their_digest(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    digest = blobs.put(BytesIO(b"artwork"))
    assert blobs.put(BytesIO(b"artwork")) == digest
    assert blobs.read(digest) == b"artwork"
    assert [path.name for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == [digest]


def test_a_file_over_the_limit_leaves_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs", largest=10)
    blobs.put(BytesIO(b"x" * 10))
    with pytest.raises(BadBlob, match="more than 10 bytes"):
        blobs.put(BytesIO(b"x" * 11))
    assert len([path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]) == 1


def test_a_name_that_is_no_digest_opens_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    assert not blobs.has("../../etc/passwd")
    with pytest.raises(BadBlob):
        blobs.path("../../etc/passwd")
    with pytest.raises(BadBlob, match="not in the store"):
        blobs.read("a" * 64)


def test_ids_sort_by_their_time_and_repeat_with_their_seed() -> None:
    clock, again = MovedClock(1_769_000_000_000, seed=7), MovedClock(1_769_000_000_000, seed=7)
    first = clock.new_id()
    assert first == again.new_id()
    assert first != clock.new_id()
    clock.advance(1)
    assert clock.new_id() > first
    assert (first[14], first[19]) == ("7", "8") or first[19] in "89ab"
    now = SystemClock()
    assert abs(int(now.new_id().replace("-", "")[:12], 16) - now.now()) < 10_000


def test_named_ids_are_the_same_for_the_same_name() -> None:
    assert follow_id("a", 1) == follow_id("a", 1) != follow_id("a", 2)
    assert step_id("i", "g", 1, "50%") != step_id("i", "g", 2, "50%")
    assert is_named_id(follow_id("a", 1))
    assert not is_named_id(SystemClock().new_id())
