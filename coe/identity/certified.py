"""Whether a person may sign here at all: the office certified, their identity confirmed (21 CFR 11.100(b) and (c)).

Asked inside the transaction of the signature, on tables that mirror the ledger. An office that was founded before this
was demanded goes on until it is certified: docs/decisions/0012-certified-offices.md.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from coe.identity.credential_errors import IdentityNotConfirmed, SignaturesNotEnabled
from coe.tables import certification, signer

SIGNATURES = "office/signatures"


@dataclass(frozen=True, slots=True)
class Certification:
    """Since when certification is demanded of this office and since when it is there (UTC ms, 0 for not), and the
    reference of the letter.
    """

    demanded: int = 0
    enabled: int = 0
    reference: str = ""


def standing(connection: Connection) -> Certification:
    """How this office stands to 11.100(c)."""
    columns = certification.c.demanded, certification.c.enabled, certification.c.reference
    row = connection.execute(select(*columns).where(certification.c.stream == SIGNATURES)).one_or_none()
    return Certification(*row) if row else Certification()


def refuse_uncertified(connection: Connection, person: str) -> None:
    """Raises SignaturesNotEnabled, IdentityNotConfirmed."""
    office = standing(connection)
    if not office.demanded:
        return
    if not office.enabled:
        raise SignaturesNotEnabled(
            "Nobody can sign here yet.",
            "The office is not certified: the letter that says electronic signatures count as handwritten ones is not "
            "on record (21 CFR 11.100(c)).",
            "An administrator enables signatures with the letter's reference, on the page “Signatures” or with "
            "`coe signatures enable`.",
        )
    confirmed = connection.execute(select(signer.c.confirmed).where(signer.c.person == person)).scalar()
    if not confirmed:
        raise IdentityNotConfirmed(
            "You cannot sign yet.",
            "Nobody has confirmed who you are, or your credentials were replaced since (21 CFR 11.100(b)).",
            "Show an administrator who you are; they confirm it on your page, and then you sign.",
        )
