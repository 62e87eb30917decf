"""The way from a rule to the policy it stands in."""

from __future__ import annotations

from flask import url_for

from governance.language.definition import Definition
from web.parts.pieces import Link
from web.words.translating import gettext


def policy_link(law: Definition) -> Link:
    """Where the whole policy is read in sentences."""
    return Link(gettext("Read the policy"), url_for("policies.one", workflow=law.workflow))
