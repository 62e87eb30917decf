"""Files made to hurt whoever reads them: bombs, cycles, depths, lengths, and policies with too many cases."""

# ruff: noqa: E501 - broken lines would hide what the hostile words look like

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

Files: TypeAlias = Mapping[str, bytes]
_HEAD = "workflow: piece\ntitle: Piece\nrecord: piece\n"
_TITLE = "form:\n  - section: need\n    fields:\n      - {name: title, kind: line, required: yes}\n"
_TIERS = "tiers: [{tier: T2, when: %s}, {tier: T1}]\n"
_GATE = "  - {gate: %s, panel: {role: medical}, reviews: [need]%s}\n"


def _policy(fields: str = "", tier: str = "{a: yes}", gates: str = "", more: str = "") -> str:
    a = "      - {name: a, kind: yesno, required: yes}\n"
    return _HEAD + _TITLE + a + fields + _TIERS % tier + "gates:\n" + (gates or _GATE % ("medical", "")) + more


def anchors(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    head, colon, value = lines[at].partition(": ")
    lines[at] = f"{head}{colon}&a {value}" if colon else f"{lines[at]} &a"
    other = random.randrange(len(lines))
    lines[other] = lines[other].partition(": ")[0] + ": *a"
    return "\n".join(lines)


def alias_bombs(random: Random, text: str) -> str:
    depth = random.choice((5, 20, 200))
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    loop = random.choice(("", "loop: &l [*l, *l]\n", "loop: &m {x: *m}\n"))
    return text + "\n" + "\n".join(bomb) + "\n" + loop


def tags(random: Random, text: str) -> str:
    tag = random.choice(
        ("!", "!!str", "!!python/object/apply:os.system", "!<tag:x>", "!!set", "!!omap", "!!binary", "!x!y")
    )
    lines = text.split("\n")
    at = random.randrange(len(lines))
    head, colon, value = lines[at].partition(": ")
    lines[at] = f"{head}{colon}{tag} {value}" if colon else f"{tag} {lines[at]}"
    return random.choice(("", "%TAG !x! tag:x,2026:\n---\n", "%YAML 1.1\n---\n")) + "\n".join(lines)


def merge_keys(random: Random, text: str) -> str:
    merge = random.choice(("<<: *base", "<<: {a: b}", "<<: [*a, *b]", "'<<': x", "=: x", "<<: *base\n<<: *base"))
    return f"base: &base {{a: b}}\n{merge}\n{text}"


def duplicate_keys(random: Random, text: str) -> str:
    words = [line.partition(":")[0] for line in text.split("\n") if line[:1].isalpha()] or ["a"]
    twice = [
        f"{random.choice(words)}: {random.choice(('x', '[]', '{a: 1, a: 2}'))}"
        for _ in range(random.choice((1, 3, 500)))
    ]
    return text + "\n" + "\n".join(twice) + "\n"


def documents(random: Random, text: str) -> str:
    return random.choice((
        "", "\n\n\n", "# nothing\n", "---\n", "---\n...\n---\n", text + "\n---\n" + text, "---\n" * 5_000, "...\n" + text,
        "--- |\n" + text, "#" * 100_000, "~", "[]", "{}", "- " * 300, text + "\n...\n" + text, "\ufeff", "%YAML 1.2\n", "? \n",
        "# x\n" * 60_000,
    ))  # fmt: skip


def deep_nesting(random: Random, text: str) -> str:
    depth = random.choice((23, 24, 25, 100, 1_000, 10_000))
    opens = random.choice(("[", "{", "[{", "{a: ", "- ", "? ", "-\n", "[[],"))
    nest = opens * depth + random.choice(("", "]" * depth, "}" * depth))
    stairs = "".join(f"{' ' * n}a:\n" for n in range(min(depth, 700)))
    return random.choice((nest, f"workflow: {nest}\n{text}", f"{text}\nchecks: {nest}\n", text + "\n" + stairs))


def very_long(random: Random, text: str) -> str:
    size = random.choice((1_000, 20_000, 400_000, 600_000))
    long = (
        random.choice(("x", "x ", " ", "é", "[", '"', "- ", "a: ", "present: ", "'", "\t", "&", "{", "60% and ", "x,"))
        * size
    )
    long = long[:size]
    return random.choice((
        f"title: {long}\n{text}", f"{long}: x\n{text}", f"# {long}\n{text}", f"title: '{long}'\n{text}", f'title: "{long}',
        f"{text}\nexamples: |\n  {long}\n", f"{text}\nchecks: [{long}]\n", f"{long}\n{text}", f"{text}\nnever: {{{long}}}\n",
        text.replace("title: ", f"title: {long}", 1), text.replace("kind: line", f"kind: {long[:1000]}"), text + long,
        _policy(gates=f"  - gate: m\n    panel: c\n    reviews: [need]\n    decide: {{approve: 1, present: '6{long}[x'}}\n"),
    ))  # fmt: skip


def includes(random: Random, text: str) -> Files:
    def many(count: int, body: Callable[[int], str]) -> dict[str, bytes]:
        return {f"f{n}.yaml": body(n).encode() for n in range(count)}

    deep = "".join(f"{'  ' * n}a:\n" for n in range(20)) + "  " * 20 + "a: {include: f%d.yaml}\n"
    kind = random.randrange(9)
    files: dict[str, bytes]
    match kind:
        case 0:
            files = {"a.yaml": b"include: b.yaml\n", "b.yaml": b"include: a.yaml\n"}
            top = "include: a.yaml\n"
        case 1:
            files, top = many(30, lambda n: f"include: f{n + 1}.yaml\n"), "include: f0.yaml\n"
        case 2:
            files, top = many(19, lambda n: deep % (n + 1)), "checks: {include: f0.yaml}\n"
        case 3:
            files, top = many(9, lambda n: f"- include: f{n + 1}.yaml\n" * 10), "checks: [{include: f0.yaml}]\n"
        case 4:
            files, top = {"a.yaml": b"\xff\xfe"}, "include: a.yaml\n"
        case 5:
            files, top = (
                {},
                f"include: {random.choice(('../x.yaml', '/etc/passwd', 'piece.yaml', 'no.yaml', '[[]]', '~'))}\n",
            )
        case 6:
            files, top = {"a.yaml": b"- a\n", "b.yaml": b""}, "checks: {include: [a.yaml, b.yaml]}\n"
        case 7:
            files, top = {"a.yaml": b"[" * 5_000}, "include: [a.yaml, a.yaml]\n" * 2
        case _:
            files, top = {"a.yaml": text.encode()}, "include: a.yaml\n"
    return {"piece.yaml": (text + "\n" + top).encode(), **files}


def cycles_of_after(random: Random, text: str) -> str:
    count = random.choice((2, 3, 10, 60, 61, 400)) if text else 2
    step = random.choice((1, 1, 7))
    every = "[" + ", ".join(f"g{n}" for n in range(count)) + "]"
    after = [every if random.random() < 0.1 else f"[g{(n + step) % count}]" for n in range(count)]
    if random.random() < 0.5:
        after[-1] = "[]" if random.random() < 0.5 else "[g0, nobody]"
    return _policy(gates="".join(_GATE % (f"g{n}", f", after: {after[n]}") for n in range(count)))


def _many(random: Random, count: int) -> str:
    names = [f"o{n}" for n in range(count)]
    options = f"[{', '.join(names)}]"
    return random.choice((
        _policy(f"      - {{name: b, kind: choices, options: {options}}}\n", tier="{b: {count over: 3}}"),
        _policy(f"      - {{name: b, kind: choice, options: {options}}}\n", tier="{b: oo1}"),
        _policy(f"      - {{name: b, kind: choice, options: {options}}}\n", tier=f"{{b: [{', '.join('x' + n for n in names)}]}}"),
        _policy("".join(f"      - {{name: {n}, kind: yesno}}\n" for n in names), tier=f"[{', '.join(f'{{{n}: yes}}' for n in names)}]"),
        _policy("".join(f"      - {{name: {n}, kind: text}}\n" for n in names)),
        _policy(gates="".join(_GATE % (f"g{n}", "") for n in names)),
        _policy(gates="".join(_GATE % (f"g{n}", f", when: {{a: {random.choice(('yes', 'no'))}}}") for n in names)),
        _policy(more="checks:\n" + "".join(f"  - {n}\n" for n in names)),
        _policy(more="checks:\n" + "  - {reference-per-claim: {in: a}}\n" * count),
        _policy(more="guarantees:\n" + "  - {if: {a: yes}, approval needs: [medical]}\n" * count),
        _policy(more="examples:\n" + "".join(f"  - {{example: {n}, answers: {{a: yes}}, tier: T2}}\n" for n in names)),
        _policy(more="".join(f"{n}: x\n" for n in names)),
        _HEAD + _TITLE + "tiers:\n" + "".join(f"  - {{tier: {n}, when: {{title: x}}}}\n" for n in names),
        _policy(more=f"committees:\n  - {{committee: c, seats: {options}}}\n", gates="  - {gate: m, panel: c, reviews: [need], decide: {approve: all}}\n"),
        _policy(f"      - {{name: m, kind: matrix, rows: {options}, columns: {options}}}\n", tier=f"{{m: {{{', '.join(f'{n}: o1' for n in names)}}}}}"),
        _policy(f"      - {{name: t, kind: table, columns: {options}}}\n", tier="{t: {any row: {o1: x}}}"),
    ))  # fmt: skip


def too_many(random: Random, text: str) -> str:
    return _many(random, random.choice((30, 100, 450, 2_000, 6_000)) if text else 1)


def too_many_cases(random: Random, text: str) -> str:
    """Policies that are short and sound, and whose answers fall into more classes than anybody can look at."""
    size = random.choice((12, 30, 40, 80)) if text else 1
    names = [f"b{n}" for n in range(size)]
    yesno = "".join(f"      - {{name: {n}, kind: yesno, required: yes}}\n" for n in names)
    options = ", ".join(f"o{n}" for n in range(200))
    rows = ", ".join(f"r{n}" for n in range(30))
    clauses = ["{any: [" + ", ".join(f"{{{n}: {random.choice(('yes', 'no'))}}}" for n in random.sample(names, 3)) + "]}"
               for _ in range(int(size * 4.2))]  # fmt: skip
    hard = f"guarantees:\n  - {{if: {{all: [{', '.join(clauses)}]}}, approval needs: [medical]}}\n"
    when = _GATE % ("medical", ", when: {a: yes}")
    equal = "[" + ", ".join(f"{{{n}: yes, {m}: no}}" for n, m in zip(names, names[size // 2 :], strict=False)) + "]"
    counted = "[" + ", ".join(f"{{b: o{n}, b: {{count over: {n}}}}}".replace("b: {", "b2: {") for n in range(40)) + "]"
    choices = "".join(f"      - {{name: {n}, kind: choices, options: [{options}]}}\n" for n in ("b", "b2"))
    matrix = f"      - {{name: m, kind: matrix, required: yes, rows: [{rows}], columns: [{rows}]}}\n"
    cells = "[" + ", ".join(f"{{m: {{r{n}: r{(n * 7) % 30}}}}}" for n in range(30)) + "]"
    columns = ", ".join(f"{{name: {n}, kind: yesno}}" for n in names)
    table = f"      - {{name: t, kind: table, columns: [{columns}]}}\n"
    each_row = "[" + ", ".join(f"{{t: {{any row: {{{n}: yes}}}}}}" for n in names) + "]"
    gates = "".join(_GATE % (f"g{n}", f", when: {{{n}: yes}}") for n in names[:58])
    return random.choice((
        _policy(yesno, gates=when, more=hard),
        _policy(yesno, tier=f"{{all: [{', '.join(clauses)}]}}"),
        _policy(yesno, tier=equal),
        _policy(yesno, gates=gates),
        _policy(choices, tier=counted),
        _policy(matrix, tier=cells),
        _policy(table, tier=each_row),
        _policy(gates="".join(_GATE % (f"g{n}", "") for n in range(size))),
        _policy(gates="".join(_GATE % (f"g{n}", f", after: [g{n - 1}]" if n % 3 else "") for n in range(size))),
        _policy(gates=f"  - {{gate: m, panel: c, reviews: [need], decide: {{approve: two-thirds, present: 60}}}}\n"
                      f"  - {{gate: n, panel: d, reviews: [need], decide: {{approve: {min(size, 60)}}}}}\n"),
        _policy(gates=f"  - {{gate: m, panel: c, reviews: [need], decide: {{approve: all, veto: [{', '.join(names[:60])}]}}}}\n"),
    ))  # fmt: skip


def deep_conditions(random: Random, text: str) -> str:
    depth = random.choice((3, 7, 8, 9, 12)) if text else 1
    word = random.choice(("not: ", "any: [", "all: [", "[", "[{not: "))
    closing = {"not: ": "", "any: [": "]", "all: [": "]", "[": "]", "[{not: ": "}]"}[word]
    condition = "{a: yes}"
    for _ in range(depth):
        condition = f"{{{word}{condition}{closing}}}" if not word.startswith("[") else f"{word}{condition}{closing}"
    wide = "[" + ", ".join([condition] * random.choice((1, 3, 200))) + "]"
    return _policy(tier=wide, gates=_GATE % ("medical", f", when: {condition}"))


HOSTILE = (
    anchors, alias_bombs, tags, merge_keys, duplicate_keys, documents, deep_nesting, very_long, includes, cycles_of_after,
    too_many, too_many_cases, deep_conditions,
)  # fmt: skip
