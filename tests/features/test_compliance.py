"""What regulations ask, in features/compliance/, against the running product; the list is tests/compliance/."""

from pytest_bdd import scenarios

from tests.features.test_promises import pytest_plugins as steps

pytest_plugins = [*steps]

scenarios("../../features/compliance")
