"""OWASP ASVS, what only the sources can show: no evaluated text, no shell, no weak algorithm, nothing in a browser.

Each rule is shown to find what it forbids in a line of its own, so that none passes because it looks at nothing.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("coe", "governance", "web", "workflows")
SCRIPT = ROOT / "web" / "static" / "clearway.js"
TEMPLATES = ROOT / "web" / "templates"
Rule = Callable[[ast.AST], bool]


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Every module that is shipped."""
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return tuple((str(file.relative_to(ROOT)), ast.parse(file.read_bytes())) for file in files)


def called(node: ast.AST) -> str:
    """`a.b.c` of a call, "" for anything else."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def imported(node: ast.AST) -> set[str]:
    match node:
        case ast.Import(names=names):
            return {name.name.partition(".")[0] for name in names}
        case ast.ImportFrom(module=str() as module):
            return {module.partition(".")[0]}
        case _:
            return set()


def evaluates(node: ast.AST) -> bool:
    """1.3.2: text that is run as a program."""
    return called(node) in {"eval", "exec", "compile", "__import__"}


def starts_a_shell(node: ast.AST) -> bool:
    """1.2.5: a program started by a line of text."""
    shell = isinstance(node, ast.keyword) and node.arg == "shell"
    return shell or called(node) in {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}


def makes_objects(node: ast.AST) -> bool:
    """1.5.2: bytes read back as objects of any class."""
    loads = called(node) in {"yaml.load", "yaml.unsafe_load", "yaml.full_load"}
    return loads or bool(imported(node) & {"pickle", "marshal", "shelve", "dill", "jsonpickle"})


def reads_xml_with_entities(node: ast.AST) -> bool:
    """1.5.1: a parser that follows entities; building XML is another thing."""
    match node:
        case ast.ImportFrom(module="xml.etree.ElementTree", names=names):
            return bool({name.name for name in names} & {"parse", "iterparse", "fromstring", "XMLParser", "XML"})
        case ast.ImportFrom(module=str() as module):
            return module.startswith(("xml.sax.", "xml.dom", "lxml")) and module != "xml.sax.saxutils"
        case _:
            return called(node) in {"ElementTree.parse", "ET.parse", "ET.fromstring", "ElementTree.fromstring"}


def is_weak(node: ast.AST) -> bool:
    """11.2.3, 11.3.1, 11.4.1, 11.4.3: broken hashes, modes without authentication, ciphers nobody should use."""
    names = {"md5", "MD5", "SHA1", "ECB", "CBC", "CTR", "OFB", "CFB", "TripleDES", "ARC4", "Blowfish", "PKCS1v15"}
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in names
        case ast.Constant(value=str() as text):
            return text.lower() in {"md5", "des", "rc4"}
        case _:
            return False


def guesses(node: ast.AST) -> bool:
    """11.5.1: the generator that anybody can predict; what is drawn with it is no secret."""
    return bool(imported(node) & {"random"})


RULES: dict[Rule, str] = {
    evaluates: "eval('1')",
    starts_a_shell: "run('ls', shell=True)",
    makes_objects: "import pickle",
    reads_xml_with_entities: "from xml.etree.ElementTree import parse",
    is_weak: "hashlib.md5(b'')",
    guesses: "from random import random",
}
AS_RFC_6238 = "coe/identity/totp.py"
"""Authenticators count with HMAC-SHA1; what breaks SHA-1 as a hash does not break that."""
PREDICTABLE = re.compile(r"coe/(clock|forecast/|demo/|replay/)|workflows/(?!serving)|governance/verifier/sampling")
"""Where chance is no secret: ids of a clock that is moved by hand, forecasts, invented data, waits between attempts."""


def found(rule: Rule) -> Iterator[str]:
    for path, tree in trees():
        if (rule is guesses and PREDICTABLE.match(path)) or (rule is is_weak and path == AS_RFC_6238):
            continue
        for node in ast.walk(tree):
            if rule(node):
                yield f"{path}:{getattr(node, 'lineno', 0)} {ast.unparse(node)[:80]}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_that_is_shipped(rule: Rule) -> None:
    assert any(map(rule, ast.walk(ast.parse(RULES[rule]))))
    assert list(found(rule)) == []


def test_the_script_keeps_nothing_in_the_browser_and_builds_nothing_from_text() -> None:
    words = ("localStorage", "sessionStorage", "indexedDB", "caches.", "document.cookie", "eval(", "new Function",
             "innerHTML", ".outerHTML", "insertAdjacentHTML", "__proto__", "Object.assign", "postMessage")  # fmt: skip
    script = SCRIPT.read_text("utf-8")
    assert script
    assert [word for word in words if word in script] == []


def test_pages_need_nothing_a_browser_no_longer_supports() -> None:
    tags = re.compile(r"<(object|embed|applet|frame|frameset|marquee|font|center|iframe)\b|javascript:", re.IGNORECASE)
    pages = {file.name: file.read_text("utf-8") for file in TEMPLATES.rglob("*.html")}
    assert len(pages) > 40
    assert {name: tags.findall(page) for name, page in pages.items() if tags.search(page)} == {}


def test_what_is_secret_is_never_sent_in_an_address() -> None:
    """Every form with a secret in it posts; a form that does not is read by all who see the address."""
    secret = re.compile(r"password|\bcode\b|csrf_token|proof")
    for file in TEMPLATES.rglob("*.html"):
        for form in re.findall(r"<form\b.*?</form>", file.read_text("utf-8"), re.DOTALL):
            if secret.search(re.sub(r"<code\b.*?</code>", "", form, flags=re.DOTALL)):
                assert 'method="post"' in form.partition(">")[0] + ">", (file.name, form[:120])


def test_nothing_of_the_workshop_is_shipped() -> None:
    """13.4.1, 15.2.3: a wheel holds the four packages and no folder of tests, source control or tools."""
    names = {path.name for package in PACKAGES for path in (ROOT / package).rglob("*")}
    assert not names & {".git", ".hg", ".svn", ".env", "tests", "conftest.py", ".gitignore", "Makefile"}
    assert not [name for name in names if name.endswith((".orig", ".rej", ".swp", ".bak", "~"))]
