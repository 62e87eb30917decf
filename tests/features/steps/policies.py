"""Steps of the policy owner: definitions written, checked, published, refused."""

import pytest
from pytest_bdd import parsers, step, then

from coe.policy.definitions import Checked, check_file, compile_text
from governance.checker.guarantees import prove
from governance.formats.jcs import Json
from tests.features.house import House
from tests.features.steps.founding import POLICIES


@pytest.fixture
def files() -> dict[str, str]:
    """The policy files a scenario has written, by name."""
    return {}


@step(parsers.re(r"the policy “(?P<name>\w+)” is changed: “(?P<old>.+)” becomes “(?P<new>.*)”"))
def changed(files: dict[str, str], name: str, old: str, new: str) -> None:
    old, new = old.replace("\\n", "\n"), new.replace("\\n", "\n")
    before = files.get(name) or (POLICIES / f"{name}.yaml").read_text("utf-8")
    assert old in before, old
    files[name] = before.replace(old, new)


@step(parsers.re(r"the policy “(?P<name>\w+)” is written anew:"))
def written(files: dict[str, str], name: str, docstring: str) -> None:
    files[name] = docstring


@step(parsers.re(r"(?P<who>\w+) publishes (?P<name>\w+)"))
def publishes(house: House, files: dict[str, str], who: str, name: str) -> None:
    house.publish(document(files, name), who)


@step(parsers.re(r"(?P<who>\w+) tries to publish (?P<name>\w+)"))
def tries_to_publish(house: House, files: dict[str, str], who: str, name: str) -> None:
    workflow = house.workflow
    house.try_to(lambda: house.publish(document(files, name), who))
    assert house.workflow == workflow


@then(parsers.re(r"it says under which answers: “(?P<words>.+)”"))
def counterexample(files: dict[str, str], words: str) -> None:
    """The counterexample is a set of answers, in words."""
    name, text = next(iter(files.items()))
    compiled = compile_text(f"{name}.yaml", lambda _: text.encode())
    assert compiled.definition is not None
    assert any(words in each.words for each in prove(compiled.definition))


@step(parsers.re(r"(?P<who>\w+) tries to publish the first version of (?P<name>\w+) again"))
def tries_old(house: House, who: str, name: str) -> None:
    house.try_to(lambda: house.publish(document({}, name), who))


def document(files: dict[str, str], name: str) -> dict[str, Json]:
    """The compiled JSON, faulty or not: the office judges for itself."""
    text = files.get(name) or (POLICIES / f"{name}.yaml").read_text("utf-8")
    return compile_text(f"{name}.yaml", lambda _: text.encode()).document


@then("the checker names these faults, each with its line:")
def names_faults(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory, datatable: list[list[str]]) -> None:
    """| line | words |, all at once and no others."""
    name, text = next(iter(files.items()))
    path = tmp_path_factory.mktemp("policy") / f"{name}.yaml"
    path.write_text(text, "utf-8")
    found: Checked = check_file(path)
    assert not found.passed
    lines = found.lines()
    assert len(lines) == len(datatable) - 1, lines
    for line, (number, words) in zip(lines, datatable[1:], strict=True):
        assert f"{name}.yaml:{number}:" in line, lines
        assert words in line, lines


@then(parsers.re(r"(?P<count>\d+) versions? of (?P<name>\w+) (?:was|were) ever in force"))
def versions(house: House, count: str, name: str) -> None:
    assert house.reader.look(f"definition/{name}")[0].version == int(count)


@then("the leaflet runs on the definition it was submitted under")
def stays(house: House) -> None:
    assert house.state().definition != house.in_force().digest
    assert house.law().digest == house.state().definition


@then("the leaflet runs on the definition in force")
def newest(house: House) -> None:
    assert house.state().definition == house.in_force().digest
