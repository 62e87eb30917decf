"""Which doors open for whom: one line for every address and method of the app, and in it every thing it can be about.

To pass a door is to get a page or to have a form looked at; what a form then does is for the law to say. Whoever is not
named is refused with 403 or 404. Things are one's `own` (Astrid's; of people, the walker), `another's`, `over`
(withdrawn), `approved`, `known`, `unknown`; `-` is a page that is about no one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

NOBODY: Final = frozenset[str]()
OWNER: Final = frozenset({"owner"})
WRITERS: Final = frozenset({"owner", "contributor"})
REVIEWERS: Final = frozenset({"reviewer", "delegate"})
COORDINATOR: Final = frozenset({"coordinator"})
ADMINISTRATOR: Final = frozenset({"administrator"})
AUDITOR: Final = frozenset({"auditor"})
OVERSEERS: Final = ADMINISTRATOR | AUDITOR | {"quality"}
PANEL: Final = REVIEWERS | COORDINATOR | AUDITOR | {"member"}
READERS: Final = PANEL | WRITERS
EVERYBODY: Final = READERS | OVERSEERS | {"policy owner", "without a role"}

Doors = Mapping[str, AbstractSet[str]]
ANY: Final[Doors] = {"-": EVERYBODY}
RECORD: Final[Doors] = {
    "own": READERS, "another's": PANEL, "over": READERS, "approved": READERS, "unknown": NOBODY,
}  # fmt: skip
COORDINATED: Final[Doors] = {**dict.fromkeys(RECORD, COORDINATOR), "unknown": NOBODY}
CONDITION: Final[Doors] = {**RECORD, "over": NOBODY, "approved": NOBODY}
DECISION: Final[Doors] = {**RECORD, "own": REVIEWERS, "another's": REVIEWERS}
PASSING: Final[Doors] = {
    "own": REVIEWERS | COORDINATOR, "another's": REVIEWERS | COORDINATOR, "over": NOBODY, "approved": NOBODY,
    "unknown": NOBODY,
}  # fmt: skip
RETIRED: Final[Doors] = {**dict.fromkeys(RECORD, OWNER | COORDINATOR), "another's": COORDINATOR, "unknown": NOBODY}
DRAFT: Final[Doors] = {"own": WRITERS, "another's": NOBODY, "unknown": NOBODY}
REGISTERED: Final[Doors] = {"own": ADMINISTRATOR, "another's": ADMINISTRATOR, "unknown": NOBODY}
PERSON: Final[Doors] = {"own": EVERYBODY, "another's": ADMINISTRATOR | AUDITOR, "unknown": NOBODY}
INCIDENT: Final[Doors] = {"own": OVERSEERS | OWNER, "another's": OVERSEERS, "unknown": NOBODY}
READ: Final[Doors] = {"known": EVERYBODY, "unknown": NOBODY}
OVERSEEN: Final[Doors] = {"-": OVERSEERS}
ADMINISTERED: Final[Doors] = {"-": ADMINISTRATOR}
AUDITED: Final[Doors] = {"-": AUDITOR}

TABLE: Final[Mapping[str, Doors]] = {
    "GET assets": {"unknown": NOBODY},  # every kept one is for everybody, signed in or not
    "GET ready": ANY,
    "GET home": ANY,
    "GET security.login": ANY,
    "POST security.login": ANY,
    "GET security.second_factor": ANY,
    "POST security.second_factor": ANY,
    "POST security.logout": ANY,
    "GET security.tf_select": {"-": NOBODY},
    "POST security.tf_select": {"-": NOBODY},
    "POST signing.challenge": ANY,
    "GET initiatives.index": ANY,
    "GET intake.begin": ANY,
    "GET intake.draft": DRAFT,
    "GET intake.section": DRAFT,
    "POST intake.save": DRAFT,
    "GET contributing.contributors": DRAFT,
    "POST contributing.change_contributors": {**DRAFT, "own": OWNER},
    "GET submitting.check": DRAFT,
    "POST submitting.submit": {**DRAFT, "own": OWNER},
    "GET initiative.show": RECORD,
    "POST initiative.withdraw": RECORD,
    "POST initiative.meet": RECORD,
    "POST initiative.check_in": dict.fromkeys(RECORD, NOBODY),  # none has been asked for
    "GET initiative.release": RECORD,
    "POST initiative.release_now": {**dict.fromkeys(RECORD, OWNER), "another's": NOBODY, "unknown": NOBODY},
    "GET versions.show": RECORD,
    "GET copying.show": RECORD,
    "POST copying.make": RECORD,
    "GET packets.show": RECORD,
    "GET packets.file": RECORD,
    "GET packets.verifier": ANY,
    "GET files.show": dict.fromkeys(RECORD, NOBODY),  # no file was handed in under this name
    "POST packets.ask": RECORD,
    "GET conditions.show": CONDITION,
    "POST conditions.sign": CONDITION,
    "GET inbox.index": ANY,
    "POST snoozing.snooze": ANY,
    "POST snoozing.back": {"-": NOBODY},  # nothing is named, so nothing comes back
    "GET together.index": ANY,
    "POST together.sign": {"-": NOBODY},  # nothing is named, so nothing is signed
    "GET decide.show": DECISION,
    "POST decide.sign": DECISION,
    "GET signed.show": RECORD,
    "GET passing.show": PASSING,
    "POST passing.pass_on": PASSING,
    "POST dialogue.ask": RECORD,
    "POST dialogue.answer": RECORD,
    "POST dialogue.close": RECORD,
    "GET office_acts.show": COORDINATED,
    "POST office_acts.act": RECORD,
    "GET moving.show": COORDINATED,
    "POST moving.move": {**COORDINATED, "own": NOBODY, "another's": NOBODY},  # no newer version in force
    "GET retiring.show": RETIRED,
    "POST retiring.retire": RECORD,
    "GET search.index": ANY,
    "GET trail.index": AUDITED,
    "GET trail.export": AUDITED,
    "GET bundles.index": AUDITED,
    "POST bundles.make": AUDITED,
    "GET bundles.one": {"known": AUDITOR, "unknown": NOBODY},
    "GET bundles.download": {"known": NOBODY, "unknown": NOBODY},  # none is made
    "GET people.index": ADMINISTERED,
    "POST people.invite": ADMINISTERED,
    "GET people.one": PERSON,
    "POST people.absence": PERSON,
    "POST people.grant": REGISTERED,
    "POST people.end": REGISTERED,
    "GET erasing.show": REGISTERED,
    "POST erasing.erase": REGISTERED,
    "GET credentials.show": REGISTERED,
    "POST credentials.approve": REGISTERED,
    "POST credentials.ask": REGISTERED,
    "POST credentials.close": REGISTERED,
    "POST credentials.confirm": REGISTERED,
    "POST credentials.lost": REGISTERED,
    "GET qualifications.index": ANY,
    "POST qualifications.accept": {"known": EVERYBODY, "unknown": EVERYBODY},  # the law knows the documents
    "POST qualifications.issue": ADMINISTERED,
    "POST qualifications.train": ADMINISTERED,
    "GET certification.show": OVERSEEN,
    "GET certification.export": OVERSEEN,
    "POST certification.enable": ADMINISTERED,
    "GET profile.index": ANY,
    "GET profile.password": ANY,
    "POST profile.password": ANY,
    "POST profile.codes": ANY,
    "POST profile.report": ANY,
    "POST profile.end": ANY,
    "GET notices.index": ANY,
    "POST notices.keep": ANY,
    "POST profile.keys": ANY,
    "POST languages.keep": ANY,
    "GET policies.index": ANY,
    "GET policies.one": READ,
    "GET policies.changes": {"known": NOBODY, "unknown": NOBODY},  # there is one version, so nothing changed
    "GET policies.forecast": READ,
    "GET status.index": OVERSEEN,
    "GET incidents.index": OVERSEEN,
    "GET incidents.report": ANY,
    "POST incidents.send": ANY,
    "GET incidents.one": INCIDENT,
    "POST incidents.acknowledge": {**INCIDENT, "own": OVERSEERS},
    "POST incidents.close": REGISTERED,
    "GET reviews.index": OVERSEEN,
    "GET reviews.show": {"known": OVERSEERS, "unknown": NOBODY},
    "POST reviews.record": {"known": OVERSEERS, "unknown": NOBODY},
    "GET manual.index": ANY,
    "GET manual.one": READ,
    "GET mailbox.index": ANY,  # in the demonstration only
}
