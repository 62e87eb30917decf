"""The data folder of a demonstration, and when it began. Light to import: the pages are started before all else."""

from coe.clock import SystemClock
from coe.home import Home
from coe.office_errors import BadHome

OUTSIDE = "checkpoints@archive.example"
"""Who keeps its checkpoints: another house. The mail stays in the demonstration's own mailbox, as all its mail does."""

MARGIN_MS = 120_000
"""The last invented moment lies this long back, so that nobody's code of this minute is used up."""


def begin(home: Home) -> int:
    """When the demonstration of this data folder began (UTC ms), which is now at the first call. Raises BadHome."""
    settings = home.config()
    if settings.get("demo") == "yes":
        return int(settings["demo_began"])
    if settings:
        raise BadHome(
            "The demonstration was not started.",
            f"{home.folder} holds a real office; invented people have no place in it.",
            "Set COE_HOME to another folder.",
        )
    began = SystemClock().now() - MARGIN_MS
    home.configure(demo="yes", demo_began=str(began), anchor_mailbox=OUTSIDE)
    return began
