"""What makes two pages alike for axe, and what does not."""

import pytest

from tests.journeys.structure import broken, structure

ROW = '<li class="row"><a href="/initiatives/{0}">{0}</a></li>'


def page(main: str, frame: str = "<header><h2>Clearway</h2></header>") -> str:
    return f'<html lang="en"><body>{frame}<main id="main">{main}</main></body></html>'


def test_words_numbers_and_how_many_rows_make_no_difference() -> None:
    three = page(f"<h1>One</h1><ul>{''.join(map(ROW.format, '123'))}</ul>")
    assert structure(three) == structure(page(f"<h1>Two</h1><ul>{ROW.format(9)}</ul>"))


@pytest.mark.parametrize(
    "other",
    [
        '<h2>A</h2><label for="x">B</label><input id="x" name="n">',
        '<h1>A</h1><label for="y">B</label><input id="x" name="n">',
        '<h1>A</h1><label for="x"></label><input id="x" name="n">',
        '<h1>A</h1><label for="x">B</label><input id="x" name="n" aria-invalid="true">',
        '<h1>A</h1><label for="x">B</label><input id="x" name="n" disabled>',
        '<h1 class="meta">A</h1><label for="x">B</label><input id="x" name="n">',
        '<h1 role="none">A</h1><label for="x">B</label><input id="x" name="n">',
        '<label for="x">B</label><input id="x" name="n"><h1>A</h1>',
        '<h1>A</h1><label for="x">B</label><select id="x" name="n"></select>',
    ],
)
def test_what_axe_judges_by_makes_a_difference(other: str) -> None:
    assert structure(page('<h1>A</h1><label for="x">B</label><input id="x" name="n">')) != structure(page(other))


def test_the_frame_is_told_apart_from_what_it_frames() -> None:
    one, other = structure(page("<p>A</p>")), structure(page("<p>A</p>", "<header><nav>B</nav></header>"))
    assert one.content == other.content
    assert one.frame != other.frame


def test_an_id_given_twice_and_a_reference_without_an_end_are_noticed() -> None:
    assert broken(page('<p id="main">A</p><label for="x">B</label>')) == [
        "id twice: main", "label for leads nowhere: x",
    ]  # fmt: skip
    assert broken(page('<label for="x">B</label><input id="x" aria-describedby="main">')) == []
