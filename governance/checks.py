"""The checks by name: pure functions of the answers that say what is wrong and how to clear it.

A check is `(parameters, answers) -> Found, …`. Its parameters name fields of the form; reading a definition validates
them and fills in what was left out, so that a check never looks for a field that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping

from governance.checks_base import Check
from governance.checks_contact import CONTACT
from governance.checks_messages import MESSAGES
from governance.checks_need import NEED
from governance.checks_people import PEOPLE
from governance.checks_strategy import STRATEGY

CHECKS: Mapping[str, Check] = {**NEED, **STRATEGY, **MESSAGES, **CONTACT, **PEOPLE}
