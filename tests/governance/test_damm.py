"""The check digit against its two promises and the example of the dissertation."""

import string

from hypothesis import given
from hypothesis import strategies as st

from governance.formats.damm import check_digit, valid

codes = st.text(string.digits, min_size=1, max_size=12)


def test_the_published_example() -> None:
    assert check_digit("572") == "4"
    assert valid("5724")
    assert not valid("5727")


@given(codes)
def test_every_wrong_digit_and_every_swap_of_neighbours_is_found(digits: str) -> None:
    code = digits + check_digit(digits)
    assert valid(code)
    for place, right in enumerate(code):
        assert not any(valid(code[:place] + wrong + code[place + 1 :]) for wrong in string.digits if wrong != right)
        after = code[place + 1 : place + 2]
        assert after in ("", right) or not valid(code[:place] + after + right + code[place + 2 :])


@given(codes)
def test_letters_and_hyphens_do_not_count(digits: str) -> None:
    spelt = "-X".join(digits)
    assert check_digit(spelt) == check_digit(digits)
    assert valid(f"CDX-{spelt}-{check_digit(digits)}")


def test_a_code_without_digits_to_check_is_none() -> None:
    assert [code for code in ("", "0", "CDX", "CDX-0", "٣٤") if valid(code)] == []
