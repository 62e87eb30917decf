"""The report names every scenario with its result, and an empty run is a failure."""

import json
from pathlib import Path
from typing import Any

from tests import traceability
from tests.compliance.register import Requirement, Risk

RISK = Risk("high", "low", "high", "Because.")


def scenario(*results: str) -> dict[str, Any]:
    steps = [{"result": {"status": result}} for result in results]
    return {"name": "legal | stands", "tags": [{"name": "@P-3"}], "steps": steps}


def feature(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": "Carry-over", "tags": [{"name": "@P-1"}], "elements": list(elements)}]


def test_each_scenario_is_listed_with_its_ids_and_result() -> None:
    found = list(traceability.rows(feature(scenario("passed", "passed"), scenario("passed", "failed"))))
    assert [row.result for row in found] == ["passed", "failed"]
    assert found[0].requirements == "P-1, P-3"
    assert "| P-1, P-3 | Carry-over | legal \\| stands | passed |" in traceability.report(found)


def test_a_scenario_without_a_step_has_not_passed() -> None:
    assert next(traceability.rows(feature(scenario()))).result == "failed"


def required(*ids: str) -> list[Requirement]:
    return [Requirement(id_, "A rule", "rule", f"§{id_}", "It is.", RISK) for id_ in ids]


def test_a_requirement_has_passed_when_every_scenario_with_its_tag_did() -> None:
    found = list(traceability.rows(feature(scenario("passed"), scenario("failed"))))
    told = {each.requirement.id: each.result for each in traceability.covered(required("P-1", "P-9"), found)}
    assert told == {"P-1": "failed", "P-9": "untested"}
    assert traceability.covered(required("P-3"), found[:1])[0].result == "passed"
    assert "| P-9 | §P-9 | low | 0 | untested |" in traceability.report(found, required("P-1", "P-9"))


def test_several_runs_are_one(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    one.write_text(json.dumps(feature(scenario("passed"))))
    two.write_text(json.dumps(feature(scenario("passed"), scenario("passed"))))
    assert len(traceability.read([one, two])) == 3


def test_an_empty_run_is_a_failure(tmp_path: Path) -> None:
    source = tmp_path / "run.json"
    source.write_text("[]")
    assert traceability.main([str(source), str(tmp_path / "out.md")]) == 1
    source.write_text(json.dumps(feature(scenario("passed"))))
    assert traceability.main([str(source), str(tmp_path / "out.md")]) == 0
