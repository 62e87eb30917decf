"""The report names every scenario with its result, and an empty run is a failure."""

import json
from pathlib import Path
from typing import Any

from tests import traceability


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


def test_an_empty_run_is_a_failure(tmp_path: Path) -> None:
    source = tmp_path / "run.json"
    source.write_text("[]")
    assert traceability.main([str(source), str(tmp_path / "out.md")]) == 1
    source.write_text(json.dumps(feature(scenario("passed"))))
    assert traceability.main([str(source), str(tmp_path / "out.md")]) == 0
