"""The limits of docs/ that import contracts cannot express, read from the source of every module."""

import ast
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("coe", "governance", "web", "workflows")
MODULE_LINES = 350
FUNCTION_LINES = 40
VIEW_LINES = 25
DRAWERS = {"helper", "helpers", "manager", "managers", "util", "utils"}
ROUTING = {"route", "get", "post", "put", "patch", "delete"}
VIEW_METHODS = {"get", "post", "put", "patch", "delete", "dispatch_request"}

# The law is given time, ids and bytes; it fetches none. A name ending in a dot bans the whole module.
IMPURE = (
    "os.", "random.", "secrets.", "socket.", "subprocess.", "tempfile.", "time.", "uuid.",
    "datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow",
    "input", "open", "io.open", "print", "pathlib.Path.home", "pathlib.Path.cwd",
)  # fmt: skip
READING = {"read_bytes", "read_text", "write_bytes", "write_text"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(autouse=True, scope="module")
def uncollected() -> Iterator[None]:
    """Trees of syntax hold no circles; looking for some after every few thousand nodes takes longer than parsing."""
    gc.disable()
    yield
    gc.enable()


def modules(*folders: str) -> list[Path]:
    """Every Python file below the folders, as paths from the root."""
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def functions(module: ast.AST) -> Iterator[Function]:
    """Every function, those inside others too. Expressions hold none, so only statements are gone through."""
    for node in ast.iter_child_nodes(module):
        if isinstance(node, Function):
            yield node
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from functions(node)


def length(function: Function) -> int:
    """Lines from `def` to the end, its decorators apart."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def foreign_imports(module: ast.Module) -> list[str]:
    """Imported modules that are neither the standard library's nor the law's own."""
    names: list[str] = []
    for node in ast.walk(module):
        match node:
            case ast.Import():
                names += [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(name), level=0):
                names.append(name)
            case _:
                pass
    return [name for name in names if name.split(".")[0] not in sys.stdlib_module_names | {"governance"}]


def impure_calls(module: ast.Module) -> list[str]:
    """What asks the machine for time, chance, identity, files or a terminal, with its line."""
    full = _full_names(module)
    found = []
    for node in ast.walk(module):
        if not isinstance(node, ast.Name | ast.Attribute):
            continue
        first, dot, rest = ast.unparse(node).partition(".")
        name = full.get(first, first) + dot + rest
        banned = any(name.startswith(entry) if entry.endswith(".") else name == entry for entry in IMPURE)
        if banned or (isinstance(node, ast.Attribute) and node.attr in READING):
            found.append(f"line {node.lineno}: {name}")
    return found


def _full_names(module: ast.Module) -> dict[str, str]:
    """The names a module imports, each with what it stands for: `now` for `time.time` is no way round."""
    full: dict[str, str] = {}
    for node in ast.walk(module):
        match node:
            case ast.Import():
                full |= {alias.asname: alias.name for alias in node.names if alias.asname}
            case ast.ImportFrom(module=str(origin), level=0):
                full |= {alias.asname or alias.name: f"{origin}.{alias.name}" for alias in node.names}
            case _:
                pass
    return full


def views(module: ast.Module) -> Iterator[Function]:
    """Functions under a route decorator, given to add_url_rule, or answering a method in a MethodView."""
    rules = [node for node in ast.walk(module) if isinstance(node, ast.Call) and _called(node) == "add_url_rule"]
    registered = {
        argument.id
        for rule in rules
        for argument in (*rule.args, *(keyword.value for keyword in rule.keywords))
        if isinstance(argument, ast.Name)
    }
    for function in functions(module):
        decorators = [node for node in function.decorator_list if isinstance(node, ast.Call)]
        if function.name in registered or any(_called(node) in ROUTING for node in decorators):
            yield function
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("View") for base in node.bases):
            yield from (item for item in node.body if isinstance(item, Function) and item.name in VIEW_METHODS)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def too_long(path: Path) -> list[str]:
    return [f"{path}:{f.lineno} {f.name}: {length(f)}" for f in functions(tree(path)) if length(f) > FUNCTION_LINES]


def long_views(module: ast.Module) -> list[str]:
    return [f"{view.name}: {length(view)}" for view in views(module) if length(view) > VIEW_LINES]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_there_to_be_measured(package: str) -> None:
    assert modules(package)


def test_the_law_imports_the_standard_library_only() -> None:
    assert {str(path): found for path in modules("governance") if (found := foreign_imports(tree(path)))} == {}


def test_the_law_reads_no_clock_makes_no_ids_and_touches_no_file() -> None:
    lawful = [path for path in modules("governance") if path.name != "__main__.py"]
    assert {str(path): found for path in lawful if (found := impure_calls(tree(path)))} == {}


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lines = {str(path): len((ROOT / path).read_text().splitlines()) for path in modules(*PACKAGES, "tests")}
    assert {path: count for path, count in lines.items() if count > MODULE_LINES} == {}


def test_no_function_is_longer_than_a_page() -> None:
    assert [place for path in modules(*PACKAGES, "tests") for place in too_long(path)] == []


def test_a_view_is_form_then_command_then_redirect() -> None:
    assert {str(path): found for path in modules("web") if (found := long_views(tree(path)))} == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [str(path) for path in modules(*PACKAGES) if DRAWERS & set(path.with_suffix("").parts)] == []


@pytest.mark.parametrize("source", ["import flask", "from coe.office import handle", "import json, numpy.linalg"])
def test_an_import_from_outside_is_noticed(source: str) -> None:
    assert foreign_imports(ast.parse(source))


@pytest.mark.parametrize("source", ["import json, governance.law", "from governance import law", "from . import law"])
def test_the_standard_library_and_the_law_itself_may_be_imported(source: str) -> None:
    assert foreign_imports(ast.parse(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.time()",
        "from time import time as now\nnow()",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date\ndate.today()",
        "import uuid\nuuid.uuid4()",
        "from uuid import uuid4\nuuid4()",
        "import os\nos.urandom(8)",
        "import random\nrandom.random()",
        "from secrets import token_hex\ntoken_hex()",
        "open('law.yaml')",
        "from pathlib import Path\nPath('law.yaml').read_text()",
        "print('decided')",
    ],
)
def test_a_clock_an_id_or_a_file_is_noticed(source: str) -> None:
    assert impure_calls(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.datetime.fromisoformat(text).replace(hour=9) + delay",
        "import datetime\ndef due(start: datetime.datetime) -> datetime.date: ...",
        "entry.time\ngate.open\nstate.random",
    ],
)
def test_calculating_with_given_times_is_the_laws_business(source: str) -> None:
    assert impure_calls(ast.parse(source)) == []


LONG_BODY = "".join(f"    step({number})\n" for number in range(VIEW_LINES))


@pytest.mark.parametrize(
    "source",
    [
        f"@pages.post('/x')\ndef view():\n{LONG_BODY}",
        f"def view():\n{LONG_BODY}\npages.add_url_rule('/x', view_func=view)",
        "class Page(MethodView):\n    def get(self):\n" + LONG_BODY.replace("    ", "        "),
    ],
)
def test_a_long_view_is_noticed_however_it_is_routed(source: str) -> None:
    assert long_views(ast.parse(source))


def test_a_long_function_that_answers_no_request_may_have_its_forty_lines() -> None:
    assert long_views(ast.parse(f"@cached('x')\ndef table():\n{LONG_BODY}")) == []
