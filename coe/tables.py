"""Every table of the office. Times are UTC milliseconds, 0 for none; digests and commitments are lowercase hex.

LEDGER is the evidence. RECORD tables are written by the office alone and rebuilt from the ledger. WORKING tables are
all others: they are not rebuilt, and this is the one list of them.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.sql.schema import SchemaItem

from coe.identity import account_tables

metadata = MetaData()

_REJECTED = text("status = 'rejected'")
_ROWID = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's own row number costs no index


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


def _seq() -> Column[int]:
    return Column("seq", _ROWID, primary_key=True, autoincrement=False)


def _keyed(name: str, *parts: SchemaItem) -> Table:
    """A table stored in the order of its key; SQLite then keeps one b-tree instead of two."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


entry = Table(
    "entry",
    metadata,
    _seq(),
    _text("stream"),
    _number("version"),
    _text("command"),
    _number("at"),
    _text("actor"),
    _text("type"),
    Column("bytes", LargeBinary, nullable=False),
    Index("entry_stream", "stream", "version", unique=True),
    Index("entry_command", "command", unique=True),
)
head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _number("size"),
    _number("at"),
    Column("hashes", LargeBinary, nullable=False),
)
node = _keyed(
    "node", _number("level", key=True), _number("place", key=True), Column("hash", LargeBinary, nullable=False)
)

initiative = _keyed(
    "initiative",
    _text("id", key=True),
    _number("seq"),
    _number("version"),
    _text("number"),
    _text("title"),
    _text("workflow"),
    _text("definition"),
    _text("owner"),
    _text("status"),
    _number("round"),
    _text("tier"),
    _number("submitted"),
    _number("updated"),
    _number("due"),
    _text("waiting"),
    _number("expires"),
    Index("initiative_number", "number"),
    Index("initiative_owner", "owner"),
    Index("initiative_submitted", "submitted"),
    Index("initiative_rejected", "seq", sqlite_where=_REJECTED, postgresql_where=_REJECTED),
)
gate_open = _keyed(
    "gate_open",
    _text("initiative", key=True),
    _text("gate", key=True),
    _text("panel", key=True),
    _text("title"),
    _number("opening"),
    _number("opened"),
    _number("due"),
    _text("changes"),
    Index("gate_open_panel", "panel", "due"),
)
clock_step = _keyed(
    "clock_step",
    _text("initiative", key=True),
    _text("gate", key=True),
    _text("step", key=True),
    _number("opening"),
    _number("at"),
    _text("kind"),
    Index("clock_step_at", "at"),
)
decision = _keyed(
    "decision",
    _text("initiative", key=True),
    _number("seq", key=True),
    _number("round"),
    _text("gate"),
    _text("person"),
    _text("seat"),
    _text("outcome"),
    _text("meaning"),
    _number("at"),
    _text("note"),
    _text("method"),
)
approval = _keyed("approval", _number("seq", key=True), _text("initiative"), _number("at"))
request = _keyed(
    "request",
    _text("initiative", key=True),
    _text("id", key=True),
    _text("gate"),
    _text("person"),
    _number("round"),
    _text("concerns"),
    _text("text"),
    _text("reply"),
)
condition = _keyed(
    "condition",
    _text("initiative", key=True),
    _text("id", key=True),
    _text("gate"),
    _text("person"),
    _number("round"),
    _text("text"),
    _text("due"),
    _text("note"),
    _text("status"),
)
person = _keyed("person", _text("id", key=True), _text("name"), _text("email"), _number("registered"))
signer = _keyed(
    "signer",
    _text("person", key=True),
    _number("confirmed"),
    _text("confirmed_by"),
    _number("asked"),
    _text("asked_by"),
    _text("issued_by"),
    _number("tested"),
    _number("lost"),
    _number("closed"),
)
certification = _keyed(
    "certification", _text("stream", key=True), _number("demanded"), _number("enabled"), _text("reference")
)
line_manager = _keyed("line_manager", _text("person", key=True), _text("manager"))
pool_member = _keyed(
    "pool_member",
    _text("pool", key=True),
    _number("place", key=True),
    _text("person"),
    _text("seat"),
    Column("alternate", Boolean, nullable=False),
    _number("since"),
    _number("until"),
    _text("scope"),
    Index("pool_member_person", "person"),
)
delegation = _keyed(
    "delegation",
    _text("pool", key=True),
    _number("place", key=True),
    _text("person"),
    _text("to"),
    _number("since"),
    _number("until"),
    Index("delegation_to", "to"),
)
absence = _keyed("absence", _text("person", key=True), _number("place", key=True), _number("since"), _number("until"))
definition = _keyed(
    "definition",
    _text("digest", key=True),
    _text("workflow"),
    _text("title"),
    _number("seq"),
    _number("published"),
    Index("definition_workflow", "workflow", "seq"),
)
training = _keyed(
    "training",
    _text("name", key=True),
    _text("person", key=True),
    _number("since"),
    _number("until"),
    _text("evidence"),
    _text("by"),
    _number("at"),
    Index("training_person", "person"),
)
undertaking = _keyed(
    "undertaking", _text("name", key=True), _text("digest"), _text("title"), _text("text"), _text("by"), _number("at")
)
acceptance = _keyed(
    "acceptance",
    _text("name", key=True),
    _text("person", key=True),
    _text("digest"),
    _number("at"),
    Index("acceptance_person", "person"),
)
calendar = _keyed("calendar", _text("name", key=True), _number("seq"), _number("declared"))
numbering = _keyed("numbering", _text("prefix", key=True), _number("year", key=True), _number("last"))
notice = _keyed(
    "notice",
    _number("seq", key=True),
    _number("place", key=True),
    _text("person"),
    _text("kind"),
    _text("initiative"),
    _text("gate"),
    _text("step"),
)
denial = Table(
    "denial",
    metadata,
    _seq(),
    _text("person"),
    _text("act"),
    _text("about"),
    _text("code"),
    _number("at"),
    Index("denial_person", "person", "at"),
)
incident = _keyed(
    "incident",
    _text("id", key=True),
    _number("seq"),
    _text("kind"),
    _text("about"),
    _text("reason"),
    _text("opener"),
    _number("opened"),
    _text("answer"),
    _text("acknowledged_by"),
    _number("acknowledged"),
    _text("root_cause"),
    _text("note"),
    _text("closed_by"),
    _number("closed"),
    Index("incident_opened", "opened"),
)
review = _keyed(
    "review",
    _text("subject", key=True),
    _number("seq", key=True),
    _number("since"),
    _number("until"),
    _text("outcome"),
    _text("note"),
    _text("report"),
    _text("person"),
    _number("at"),
)
passage = _keyed(
    "passage",
    _text("initiative", key=True),
    _text("place", key=True),
    _number("id"),
    _text("commit"),
    _text("words"),
    Index("passage_id", "id", unique=True),
)
chosen_option = _keyed("chosen_option", *(_text(name, key=True) for name in ("initiative", "field", "value")))
contributor = _keyed("contributor", _text("initiative", key=True), _text("person", key=True))

disclosure = _keyed("disclosure", _text("commit", key=True), _text("nonce"), _text("value"))
file_key = _keyed("file_key", _text("digest", key=True), _text("key"))
delivery = _keyed(
    "delivery",
    _number("seq", key=True),
    _number("place", key=True),
    _number("attempts"),
    _number("delivered"),
    _number("next"),
    _text("error"),
)
digest = _keyed(
    "digest", _number("seq", key=True), _number("place", key=True), _text("name"), Index("digest_name", "name")
)
mail_preference = _keyed(
    "mail_preference",
    _text("person", key=True),
    _text("how"),
    _number("daily"),
    _number("quiet_from"),
    _number("quiet_to"),
    Column("weekends", Boolean, nullable=False),
    _text("zone"),
)
cursor = _keyed("cursor", _text("name", key=True), _number("position"))
pending = _keyed("pending", _text("id", key=True), _number("seq"), _text("stream"), _text("command"), _text("error"))
checkpoint = _keyed(
    "checkpoint", _number("size", key=True), _number("at"), Column("note", LargeBinary, nullable=False)
)
cosignature = _keyed(
    "cosignature",
    _number("size", key=True),
    _text("witness", key=True),
    _number("at"),
    _text("line"),
    _number("kept"),
)
handed_out = _keyed("handed_out", _number("size", key=True), _text("initiative", key=True), _number("at"))
draft = _keyed(
    "draft",
    _text("id", key=True),
    _text("owner"),
    _text("workflow"),
    _text("answers"),
    _number("updated"),
    Index("draft_owner", "owner"),
)
snooze = _keyed(
    "snooze",
    _text("person", key=True),
    _text("initiative", key=True),
    _text("gate", key=True),
    _number("opening"),
    _number("until"),
)
preference = _keyed("preference", _text("person", key=True), _text("name", key=True), _text("value"))

account_tables.merge_into(metadata)

LEDGER = (entry, head, node)
RECORD_TABLES = (
    initiative, gate_open, clock_step, decision, approval, request, condition, person, signer, certification,
    line_manager, pool_member, delegation, absence, definition, training, undertaking, acceptance, calendar, numbering,
    notice, denial, incident, review, passage, chosen_option, contributor,
)  # fmt: skip
WORKING_TABLES = (
    disclosure, file_key, delivery, digest, mail_preference, cursor, pending, checkpoint, cosignature, handed_out,
    draft, snooze, preference,
    *(metadata.tables[name] for name in account_tables.metadata.tables),
)  # fmt: skip
