"""What a form lets its reader choose from."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """The options of a field from value and label, in their order.

    WTForms warns of pairs where a field is declared, not where its choices are set later; 3.4 takes them nowhere.
    """
    return [SelectChoice(value, label) for value, label in pairs]


def chosen_from(field_choices: Iterable[SelectChoice] | None) -> dict[str, str]:
    """Labels by value of what a field offers."""
    return {each.value: each.label for each in field_choices or ()}
