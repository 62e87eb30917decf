"""Attacks by somebody with SQL access. Each is tried as it stands; where a trigger stops it, once more without."""

from __future__ import annotations

from tests.tamper.attack import Attack
from tests.tamper.naming import Control
from tests.tamper.site import Site


def edit_an_answer(site: Site) -> None:
    """Change a word of an answer inside the bytes of an entry."""
    site.sql(
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Poster', 'Prison') AS BLOB) WHERE seq = {poster}"
    )


def edit_the_time_inside(site: Site) -> None:
    """Back-date a decision inside the bytes of its entry, and in the column beside them."""
    site.sql(
        "UPDATE entry SET at = at - 60000, bytes = CAST(replace(CAST(bytes AS TEXT), '\"at\":' || at,"
        " '\"at\":' || (at - 60000)) AS BLOB) WHERE seq = {veto}"
    )


def edit_the_actor_column(site: Site) -> None:
    """Put another person into the column beside the entry's bytes."""
    site.sql("UPDATE entry SET actor = '{eve_id}' WHERE seq = {veto}")


def delete_an_entry(site: Site) -> None:
    """Delete the veto."""
    site.sql("DELETE FROM entry WHERE seq = {veto}")


def delete_the_last_entry(site: Site) -> None:
    """Delete the last entry, which nothing follows and nobody has signed."""
    site.sql("DELETE FROM entry WHERE seq = {card}")


def truncate_with_the_head_row(site: Site) -> None:
    """Delete the veto and all after it, and rewrite the head row to fit a log that ends before."""
    site.sql("DELETE FROM entry WHERE seq >= {veto}")
    site.head_fits()


def reorder_two_entries(site: Site) -> None:
    """Let two entries of different streams change places."""
    site.sql(
        "UPDATE entry SET seq = -1 WHERE seq = {lent}",
        "UPDATE entry SET seq = {lent} WHERE seq = {away}",
        "UPDATE entry SET seq = {away} WHERE seq = -1",
    )


def leave_a_gap(site: Site) -> None:
    """Give the last entry a later place, so that there is room to put something in."""
    site.sql("UPDATE entry SET seq = seq + 1 WHERE seq = {card}")


def rename_a_stream(site: Site) -> None:
    """File the veto under another initiative, in the column by which entries are found."""
    site.sql("UPDATE entry SET stream = 'initiative/{leaflet_id}', version = 9 WHERE seq = {veto}")


def replace_instead_of_update(site: Site) -> None:
    """Write over an entry with INSERT OR REPLACE, which fires no delete trigger in SQLite."""
    site.sql(
        "INSERT OR REPLACE INTO entry"
        " SELECT seq, stream, version, command, at, 'system', type, bytes FROM entry WHERE seq = {veto}"
    )


def reuse_a_command_id(site: Site) -> None:
    """Give an entry the command id of another, so that a repeated request returns the wrong receipt."""
    site.sql(
        "DROP INDEX entry_command",
        "UPDATE entry SET command = (SELECT command FROM entry WHERE seq = {poster}) WHERE seq = {film}",
    )


def space_in_an_entry(site: Site) -> None:
    """Spell an entry in another way that means the same: one blank more."""
    site.sql(
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"seq\":', '\"seq\": ') AS BLOB)"
        " WHERE seq = {veto}"
    )


def rewrite_the_head(site: Site) -> None:
    """Write other hashes into the head row."""
    site.sql("UPDATE head SET hashes = zeroblob(length(hashes))")


def set_back_the_head(site: Site) -> None:
    """Let the head row say that the last entry is not there yet."""
    site.sql("UPDATE head SET size = size - 1")


def delete_the_head(site: Site) -> None:
    """Delete the head row."""
    site.sql("DELETE FROM head")


def show_a_veto_as_approval(site: Site) -> None:
    """Change what the pages show: the vetoed poster becomes approved."""
    site.sql("UPDATE initiative SET status = 'approved' WHERE id = '{poster_id}'")


def delete_a_decision_row(site: Site) -> None:
    """Delete the veto from the table that the pages read."""
    site.sql("DELETE FROM decision WHERE seq = {veto}")


def give_a_seat_in_the_table(site: Site) -> None:
    """Put a person into the board, in the table that the pages read."""
    site.sql("INSERT INTO pool_member VALUES ('committee/board', 9, '{eve_id}', 'legal', 0, 0, 0, '')")


def hide_a_denial(site: Site) -> None:
    """Delete the record of a failed signing from the table that the pages read."""
    site.sql("DELETE FROM denial")


def widen_the_delegation(site: Site) -> None:
    """Let a delegation last for ever, in the table that the pages read."""
    site.sql("UPDATE delegation SET until = 9007199254740991")


def forge_an_absence(site: Site) -> None:
    """Say in the table that a reviewer is away."""
    site.sql("INSERT INTO absence VALUES ('{mia_id}', 0, 0, 9007199254740991)")


def delete_notices(site: Site) -> None:
    """Delete the notices that were to go out."""
    site.sql("DELETE FROM notice")


def forge_a_notice(site: Site) -> None:
    """Queue a notice that no entry caused."""
    site.sql("INSERT INTO notice VALUES ({veto}, 77, '{eve_id}', 'approved', '{poster_id}', '', '')")


def postpone_a_deadline(site: Site) -> None:
    """Move the clock's steps of an open gate."""
    site.sql("UPDATE clock_step SET at = at + 86400000 WHERE initiative = '{card_id}'")


def swap_a_name(site: Site) -> None:
    """Disclose another name than the one that was committed to."""
    site.sql("UPDATE disclosure SET value = '\"Dr Eve\"' WHERE value = '\"Dr Cora\"'")


def swap_two_people(site: Site) -> None:
    """Let two people's names, nonces included, change places."""
    site.sql(
        "UPDATE disclosure SET value = 'x' WHERE value = '\"Dr Eve\"'",
        "UPDATE disclosure SET value = '\"Dr Eve\"', nonce = (SELECT nonce FROM disclosure WHERE value = 'x')"
        " WHERE value = '\"Dr Cora\"'",
    )


def forge_a_checkpoint_row(site: Site) -> None:
    """Keep a checkpoint of another root, signed by nobody."""
    site.sql(
        "UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT), substr(CAST(note AS TEXT), -20, 8), 'AAAAAAAA')"
        " AS BLOB) WHERE size = (SELECT max(size) FROM checkpoint)"
    )


TREE: tuple[Control, ...] = ("trigger", "intact", "seal", "packet")
TABLES: tuple[Control, ...] = ("intact",)

ATTACKS = (
    Attack("sql", edit_an_answer, TREE, "append-only"),
    Attack("sql", edit_the_time_inside, ("intact", "trigger", "seal", "packet"), "entry {veto}: expected root"),
    Attack("sql", edit_the_actor_column, ("intact", "trigger"), "entry {veto}: expected columns that repeat the entry"),
    Attack("sql", delete_an_entry, ("intact", "trigger", "seal", "packet"), "expected entry {veto}; found entry"),
    Attack("sql", delete_the_last_entry, ("intact", "trigger", "seal"), "expected a head of {card} entries"),
    Attack(
        "sql",
        truncate_with_the_head_row,
        ("intact", "trigger", "seal", "packet"),
        "as the checkpoint says; found {veto} entries",
    ),
    Attack(
        "sql",
        reorder_two_entries,
        ("intact", "trigger", "seal", "packet"),
        "entry {lent}: expected columns that repeat",
    ),
    Attack("sql", leave_a_gap, ("intact", "trigger", "seal", "next act"), "entries are missing or renumbered"),
    Attack("sql", rename_a_stream, ("intact", "trigger", "packet"), "entry {veto}: expected columns that repeat"),
    Attack("sql", replace_instead_of_update, ("trigger", "intact"), "append-only"),
    Attack("sql", reuse_a_command_id, ("intact", "trigger"), "entry {film}: expected"),
    Attack(
        "sql",
        space_in_an_entry,
        ("intact", "trigger", "seal", "packet"),
        "entry {veto}: expected what the office wrote",
    ),
    Attack("sql", rewrite_the_head, ("intact", "seal"), "log: expected a head of"),
    Attack("sql", set_back_the_head, ("next act", "intact", "seal", "packet"), "The log's head cannot be read"),
    Attack("sql", delete_the_head, ("next act", "intact", "seal", "packet"), "The log has no head"),
    Attack("sql", show_a_veto_as_approval, TABLES, "entry {veto}: expected initiative"),
    Attack("sql", delete_a_decision_row, TABLES, "entry {veto}: expected decision"),
    Attack("sql", give_a_seat_in_the_table, TABLES, "expected no pool_member of key"),
    Attack("sql", hide_a_denial, TABLES, "entry {denied}: expected denial"),
    Attack("sql", widen_the_delegation, TABLES, "expected delegation"),
    Attack("sql", forge_an_absence, TABLES, "expected no absence of key"),
    Attack("sql", delete_notices, TABLES, "expected notice"),
    Attack("sql", forge_a_notice, TABLES, "entry {veto}: expected no notice"),
    Attack("sql", postpone_a_deadline, TABLES, "expected clock_step"),
    Attack("sql", swap_a_name, ("intact", "packet"), "expected a value that opens commitment"),
    Attack("sql", swap_two_people, ("packet", "intact"), "expected disclosures that open their commitments"),
    Attack("sql", forge_a_checkpoint_row, ("intact", "trigger"), "does not hold: text or signature was changed"),
)
