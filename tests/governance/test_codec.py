"""Every command and event to JSON and back, and nothing but `Unreadable` for anything else."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Unreadable
from governance.formats.jcs import Json, decode, encode
from governance.record import codec
from governance.record import commands as c
from governance.record import events as e

TEXT = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=8)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
CLASSES = [*codec.COMMANDS.values(), *codec.EVENTS.values()]


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value a type hint allows."""
    origin, args = get_origin(hint), get_args(hint)
    simple = {str: TEXT, int: WHOLE, bool: st.booleans()}
    if hint in simple:
        return simple[hint]
    if is_dataclass(hint):
        return instances(hint)
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(values(args[0]), max_size=3).map(tuple) if args[-1] is ... else st.tuples(*map(values, args))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(TEXT, values(args[1]), max_size=3)
    optional = [arg for arg in args if arg is not type(None)]
    return st.none() | values(optional[0]) if len(optional) == 1 else ANY_JSON


@cache
def hints_of(cls: Any) -> dict[str, Any]:
    """Read once: hints are text that is evaluated."""
    return get_type_hints(cls)


def instances(cls: Any) -> st.SearchStrategy[Any]:
    """Any thing of a class."""
    return _instances(cls)


@cache
def _instances(cls: Any) -> st.SearchStrategy[Any]:
    hints = hints_of(cls)
    return st.builds(cls, **{f.name: values(hints[f.name]) for f in fields(cls)})


def written(thing: Any) -> dict[str, Json]:
    return codec.command_json(thing) if type(thing) in codec.COMMANDS.values() else codec.event_json(thing)


def again(cls: Any, data: Json) -> Any:
    return codec.command_of(data) if cls in codec.COMMANDS.values() else codec.event_of(data)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_what_was_written_is_read_back_equal_and_strictly(cls: Any, data: st.DataObject) -> None:
    thing = data.draw(instances(cls))
    document = written(thing)
    assert again(cls, decode(encode(document))) == thing
    assert again(cls, document) == thing
    with pytest.raises(Unreadable):
        again(cls, {**document, "surplus": 1})
    for f in fields(cls):
        default = f.default_factory() if f.default_factory is not MISSING else f.default
        if default is MISSING:
            with pytest.raises(Unreadable):
                again(cls, {key: value for key, value in document.items() if key != f.name})
        elif getattr(thing, f.name) == default:
            assert f.name not in document
            with pytest.raises(Unreadable):
                again(cls, {**document, f.name: _as_json(default)})


def _as_json(default: object) -> Json:
    return [] if default == () else default  # type: ignore[return-value]  # the defaults are JSON but for the tuple


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_field_of_any_other_type_is_refused(cls: Any, data: st.DataObject) -> None:
    document = written(data.draw(instances(cls)))
    if not fields(cls):
        return
    hints = hints_of(cls)
    name = data.draw(st.sampled_from([f.name for f in fields(cls)]))
    wrong: dict[Any, list[Any]] = {
        str: [1, True, None, [], {}],
        int: ["1", True, None, [], {}],
        bool: [0, 1, "true", None],
    }
    values = wrong.get(hints[name], [1, True, "text"])
    with pytest.raises(Unreadable):
        again(cls, {**document, name: data.draw(st.sampled_from(values))})


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_json_is_an_equal_thing_or_unreadable(data: st.DataObject) -> None:
    """Whatever can be read is written back as it stood: there is one spelling."""
    cls = data.draw(st.sampled_from(CLASSES))
    document: Any = written(data.draw(instances(cls)))
    for _ in range(data.draw(st.integers(0, 2))):
        document[data.draw(st.sampled_from(sorted(document)) | TEXT)] = data.draw(ANY_JSON)
    try:
        read = again(cls, document)
    except Unreadable:
        return
    assert encode(written(read)) == encode(document)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "submitted",
        7,
        {},
        {"type": "released"},
        {"type": "released", "schema": True},
        {"type": "released", "schema": "1"},
        {"type": "released", "schema": 2},
        {"type": "released", "schema": 0},
        {"type": ["released"], "schema": 1},
        {"type": {"released": 1}, "schema": 1},
        {"type": None, "schema": 1},
        {"type": "release", "schema": 1},
        {"type": "Released", "schema": 1},
    ],
)
def test_an_event_has_a_known_type_and_schema_one(document: Json) -> None:
    with pytest.raises(Unreadable):
        codec.event_of(document)


@pytest.mark.parametrize("document", [None, [], {"type": []}, {"type": {}}, {"type": "released"}, {"type": 1}, {}])
def test_a_command_has_a_known_type(document: Json) -> None:
    with pytest.raises(Unreadable):
        codec.command_of(document)


def test_a_pair_has_two_whole_numbers() -> None:
    document = codec.event_json(e.Granted("p", 0, 0, "r", away=((1, 2),)))
    for away in ([[1]], [[1, 2, 3]], [[1, True]], [1, 2], [["1", 2]], {"1": 2}):
        with pytest.raises(Unreadable):
            codec.event_of({**document, "away": away})  # type: ignore[dict-item]  # wrong on purpose


def test_an_outcome_is_one_of_those_the_law_knows() -> None:
    signing = c.SignDecision("g", "approve", c.Signature("n", "m", "s", "imported"))
    document = codec.command_json(signing)
    assert codec.command_of(document) == signing
    for outcome in ("Approve", "", None, 1, ["approve"], {"approve": 1}):
        with pytest.raises(Unreadable):
            codec.command_of({**document, "outcome": outcome})  # type: ignore[dict-item]  # wrong on purpose


def test_every_command_has_an_event_that_answers_it_with_the_same_fields() -> None:
    answered = {type(codec.answers_to(event)) for event in _samples()}
    assert answered == set(codec.COMMANDS.values())


def _samples() -> list[e.Event]:
    """One of each event that begins an entry."""
    found = []
    for cls in codec.EVENTS.values():
        hints = get_type_hints(cls)
        sample = cls(**{f.name: _sample(hints[f.name]) for f in fields(cls) if f.default is MISSING})
        try:
            codec.answers_to(sample)
        except Unreadable:
            continue
        found.append(sample)
    return found


def _sample(hint: Any) -> Any:
    simple = {str: "x", int: 1, bool: True}
    if hint in simple:
        return simple[hint]
    if is_dataclass(hint):
        return c.Signature("n", "m", "s", "imported")
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    return () if get_origin(hint) is tuple else {}


@pytest.mark.parametrize(
    "consequence", [e.GatePassed("g"), e.GateOpened("g", 1, 0), e.Judged("w"), e.Approved(), e.Rejected("g")]
)
def test_a_consequence_answers_no_command(consequence: e.Event) -> None:
    with pytest.raises(Unreadable):
        codec.answers_to(consequence)


def test_what_the_law_derived_is_no_part_of_the_command() -> None:
    event = e.DecisionSigned("g", "approve", c.Signature("n", "m", "s", "imported"), 3, "chair", "t", note="why")
    command = codec.answers_to(event)
    assert command == c.SignDecision("g", "approve", event.signature, note="why")
    assert "seat" not in codec.command_json(command)
