"""The file that `coe workflow new` begins: a small policy that passes the checker and teaches the language."""

from __future__ import annotations

import re

from coe.office_errors import OfficeError
from governance.reading.words import STREAM, spoken

_LETTERS = 3

_STARTER = """\
# yaml-language-server: $schema=workflow.schema.json
# With the line above, editors help: write the schema beside this file with  coe workflow schema > workflow.schema.json
#
#   coe workflow check {file}     is it sound? every fault with its line
#   coe workflow explain {file}   in sentences, to be signed
#   coe workflow examples {file}  which answers lead where
#
# Every word has its place; a word that is not known is a fault, and the one that was probably meant is named.
workflow: {name}
title: {title}
record: {record} # what one run is called; the numbers of its runs begin with the prefix
prefix: {prefix}
calendar: office # clocks run in working hours of this calendar
calendars:
  - {{name: office, zone: Europe/Berlin, days: mon-fri, hours: 09:00-17:00}} # or add holidays: DE/BE

# What is asked. A section is what a gate reviews: when its answers stay the same, decisions on it stay, too.
# Kinds: line, text, choice, choices, yesno, number, amount, date, person, table, matrix, file, record, definition.
form:
  - section: need
    title: Who needs this, and why
    fields:
      - {{name: title, kind: line, label: What do you call it?, required: yes, max: 120}} # every form asks for a title
      - {{name: need, kind: text, label: "The need, in the customer’s words", required: yes}}
      - name: evidence
        kind: table
        label: How do we know?
        required: yes
        rows: {{at_least: 1, at_most: 20}}
        columns:
          - {{name: kind, kind: choice, label: Kind, options: [interview, survey, data], required: yes}}
          - {{name: shows, kind: line, label: What it shows, required: yes}}
  - section: plan
    title: What will be done
    fields:
      - {{name: public, kind: yesno, label: Can anyone see it?, required: yes}}
      - {{name: budget, kind: amount, label: Budget, required: yes}} # in EUR; add currency: USD for another
      - name: staffed
        kind: line
        label: When does a person answer?
        required: yes
        when: {{public: yes}} # asked only then

# What the form is checked for. A finding of severity block stops the submission, one of severity warn is acknowledged.
checks:
  - covers: {{in: evidence, column: kind, any_of: [interview, survey], severity: warn}}

# The first tier whose `when` holds. A map means all of its tests, a list any of them; `any`, `all` and `not` nest.
tiers:
  - {{tier: T2, title: Visible or costly, when: {{any: [{{public: yes}}, {{budget: {{over: 50000 EUR}}}}]}}}}
  - {{tier: T1, title: Everyday}} # the last takes all that is left

# Who must agree. Gates that come `after` the same gates are open together. Nobody decides on their own work.
gates:
  - gate: expert
    title: Expert review
    panel: {{role: expert}} # people get the role with: coe role grant
    decide: {{approve: 1}}
    reviews: [need, plan]
    checklist:
      - need_shown: The evidence shows the need
    never: [line_manager_of_owner]
    within: 16 business hours
    remind: [50%, 80%]
    escalate: [{{at: 100%, to: delegate}}, {{at: 8 business hours late, to: head}}] # a clock approves nothing
    meaning: I have reviewed this and agree # what signing says
  - gate: head
    title: Head of the department
    when: {{tier: T2}}
    after: [expert]
    panel: {{role: head}}
    reviews: [plan]
    within: 24 business hours
    escalate: [{{at: 8 business hours late, to: coordinator}}]
    # source: SOP-114 §4.2     says where a rule comes from; the checker warns when it was not reviewed for a year
    # reviewed: 2026-02-01

rework: {{within: 24 business hours, after round 3: meeting}}

# Promises, proven over all answers before publication. Whoever changes this file later cannot break them unnoticed.
guarantees:
  - {{if: {{public: yes}}, approval needs: [expert, head]}}
  - {{if: {{tier: T1}}, never opens: [head]}}

# Cases you have thought through. The checker runs them; they may answer only what matters.
examples:
  - {{example: A public page, answers: {{public: yes}}, tier: T2, gates: [expert, head], outcome: approved}}
  - example: Something small that the expert sends back
    answers: {{public: no, budget: 900 EUR}}
    tier: T1
    decisions: {{expert: request changes}}
    outcome: returned
"""


class BadName(OfficeError):
    """No workflow can be called so."""


def started(name: str) -> str:
    """The text of a new workflow file. Raises BadName."""
    if not STREAM.fullmatch(name):
        raise BadName(
            f"A workflow cannot be called {name[:60]!r}.",
            "Its name is lowercase letters, digits, hyphens and underscores, beginning with a letter.",
            "Write it like price-change.",
        )
    record = re.split(r"[-_]", name)[-1] or name
    letters = "".join(filter(str.isalpha, name)).upper()
    return _STARTER.format(
        file=f"{name}.yaml",
        name=name,
        title=spoken(name),
        record=record if record[:1].isalpha() else name,
        prefix=letters[:_LETTERS] if len(letters) > 1 else f"{letters}X",
    )
