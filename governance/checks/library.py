"""The checks by name: pure functions of the answers that say what is wrong and how to clear it.

A check is `(parameters, answers) -> Found, …`. Its parameters name fields of the form; reading a definition validates
them and fills in what was left out, so that a check never looks for a field that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping

from governance.checks.base import Check
from governance.checks.contact import CONTACT
from governance.checks.messages import MESSAGES
from governance.checks.need import NEED
from governance.checks.people import PEOPLE
from governance.checks.strategy import STRATEGY

CHECKS: Mapping[str, Check] = {**NEED, **STRATEGY, **MESSAGES, **CONTACT, **PEOPLE}
