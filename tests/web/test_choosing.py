"""No form is given its choices as pairs, which WTForms 3.4 no longer takes."""

import ast
from pathlib import Path

import web


def given(source: str) -> list[ast.expr]:
    """What is declared as, or later set as, the choices of a field."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Field"):
            found += [each.value for each in node.keywords if each.arg == "choices"]
        if isinstance(node, ast.Assign) and any(getattr(each, "attr", "") == "choices" for each in node.targets):
            found.append(node.value)
    return found


def pairs(source: str) -> list[str]:
    """Choices that do not come from `options`; the setter of a field takes pairs without a word."""
    return [
        ast.unparse(one)
        for one in given(source)
        if not (isinstance(one, ast.Call) and ast.unparse(one.func) == "options")
    ]


def test_every_field_is_given_options() -> None:
    sources = list(Path(web.__path__[0]).rglob("*.py"))
    assert sum(len(given(each.read_text("utf-8"))) for each in sources) > 20
    assert [f"{each.name}: {one}" for each in sources for one in pairs(each.read_text("utf-8"))] == []


def test_pairs_are_noticed_where_they_are_declared_and_where_they_are_set() -> None:
    assert pairs('x = SelectField("Who", choices=[("a", "A")])') == ["[('a', 'A')]"]
    assert pairs("form.x.choices = list(entries)") == ["list(entries)"]
    assert pairs('form.x.choices = options([("a", "A")])') == []
