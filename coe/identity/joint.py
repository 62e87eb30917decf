"""One ceremony for several commands of one commit: used up with the first that is recorded, in no other transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection

from coe.identity.ceremony import Ceremony, Checked


@dataclass
class Once:
    """The `before` of each of these commands. Where the first is refused, its using up is undone with it, and the next
    uses the ceremony up; the others of the same transaction lean on that. In any other it is used already.
    """

    ceremony: Ceremony
    checked: Checked
    within: Connection | None = None

    def __call__(self, connection: Connection, at: int) -> None:
        """Before each command. Raises CredentialRefused."""
        if self.within is connection and self.ceremony.used_up(connection, self.checked):
            return
        self.ceremony.consume(connection, self.checked, at)
        self.within = connection
