"""Where a rule comes from, as pages and packets print it beside the rule."""

from __future__ import annotations

from datetime import date

from governance.language.definition import Source


def source_words(source: Source | None) -> str:
    """“Directive 2001/83/EC, Article 98(2)(a); reviewed 22 Nov 2026”; "" for a rule that names no source."""
    if source is None:
        return ""
    since = f"; in force since {day_words(source.effective)}" if source.effective else ""
    return f"{source.says}{since}" + (f"; reviewed {day_words(source.reviewed)}" if source.reviewed else "")


def day_words(text: str) -> str:
    """An ISO date as people write it: `22 Nov 2026`."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"
