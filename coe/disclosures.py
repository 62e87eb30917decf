"""Commitments in a command, and the values beside it that open them."""

from collections.abc import Iterator
from typing import assert_never

from governance.errors import Refused, Unreadable
from governance.formats.jcs import encode
from governance.ledger.commitments import Disclosure
from governance.record import commands as c
from governance.record.entry import HEX64


def commitments_of(command: c.Command) -> tuple[str, ...]:
    """Every commitment of a command, each once, in order. Refused where a text stands in the clear."""
    found = tuple(dict.fromkeys(text for text in _texts(command) if text))
    clear = next((text for text in found if not HEX64.fullmatch(text)), None)
    if clear is not None:
        raise Refused(
            "not-a-commitment",
            "This was not recorded.",
            f"Texts that people write arrive as commitments; one of {len(clear)} characters arrived in the clear.",
            "Send the commitment, and the text beside it as a disclosure.",
        )
    return found


def _texts(command: c.Command) -> Iterator[str]:
    match command:
        case c.Submit(answers=answers, replies=replies):
            yield from (str(v["commit"]) for v in answers.values() if isinstance(v, dict) and v.keys() == {"commit"})
            yield from replies.values()
        case c.SignDecision(signature=signature, note=note, requests=requests, conditions=conditions):
            yield from (signature.name, note, *command.comments.values())
            yield from (ask.text for ask in requests)
            yield from (obligation.text for obligation in conditions)
        case c.VerifyCondition(signature=signature, note=note):
            yield from (signature.name, note)
        case c.MeetCondition(note=note) | c.CheckIn(note=note):
            yield note
        case c.RegisterPerson(name=name, email=email):
            yield from (name, email)
        case c.RecordTraining(evidence=text) | c.ConfirmIdentity(how=text) | c.AskQuestion(text=text):
            yield text
        case (
            c.RaiseTier() | c.Hold() | c.Withdraw() | c.Revoke() | c.MoveTo() | c.Retire() | c.Grant() | c.Ungrant()
            | c.Publish() | c.DeclareCalendar() | c.IssueUndertaking() | c.OpenIncident() | c.AcknowledgeIncident()
            | c.RotateKey() | c.RevokeKey() | c.DeclareWitnesses() | c.RecordConfiguration() | c.AskCredentialReset()
            | c.PassOn() | c.ReportLoss() | c.CloseAccount() | c.ErasePerson() | c.EraseAnswer()
        ):  # fmt: skip
            yield command.reason
        case c.RecordReview(note=text) | c.AnswerQuestion(text=text):
            yield text
        case c.RecordRestoreDrill():
            return
        case c.CloseIncident(root_cause=cause, note=note):
            yield from (cause, note)
        case (
            c.Resume() | c.Release() | c.Remind() | c.Escalate() | c.RecordManager() | c.DeclareAbsence()
            | c.Delegate() | c.NoteAbsence() | c.DeclareKey() | c.RecordDenial() | c.GiveNotice() | c.Expire()
            | c.AskCheckIn() | c.Renew() | c.AcceptUndertaking() | c.ApproveCredentialReset() | c.TestAuthenticator()
            | c.NoteCredential() | c.DemandCertification() | c.EnableSignatures()
            | c.CloseQuestion()
        ):  # fmt: skip
            return
        case _:
            assert_never(command)


def checked(commitments: tuple[str, ...], disclosures: tuple[Disclosure, ...]) -> list[dict[str, str]]:
    """The rows that keep these disclosures. Refused when one opens no commitment of the command."""
    rows = []
    for each in disclosures:
        try:
            each.check()
        except (Unreadable, ValueError) as error:
            raise _refused(str(error)) from None
        if each.commit not in commitments:
            raise _refused(f"The commitment {each.commit[:12]}… is not in the command.")
        rows.append({"commit": each.commit, "nonce": each.nonce, "value": encode(each.value).decode()})
    return rows


def undisclosed(commit: str) -> Refused:
    """The refusal of a commitment nobody can open."""
    return _refused(f"Nothing was disclosed for the commitment {commit[:12]}….")


def _refused(why: str) -> Refused:
    return Refused("disclosure", "This was not recorded.", why, "Send each new commitment with its nonce and value.")
