"""What `coe serve` and `coe demo` run: the web app, and beside it Prefect's server, the flows, and mail for the demo.

`python -m workflows.serving serve [--mailbox] -- WEB COMMAND…` and `python -m workflows.serving flows`. The web app
waits for nothing: with Prefect down, decisions go on and the flows catch up.
"""

import logging
import os
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

import click

from coe.home import PRIVATE_FOLDER, Home
from coe.office_errors import BadHome, OfficeError
from workflows.prefect_settings import LOOPBACK, local_server, quiet
from workflows.supervisor import Child, Supervisor

READY_S = 300.0
ASK_S = 1.0


@dataclass(frozen=True, slots=True)
class Served:
    """What to run beside the web command (argument list); `mailbox` adds a mail server that keeps what it takes."""

    web: Sequence[str] = ()
    mailbox: bool = False
    prefect: bool = True


def children(home: Home, served: Served) -> list[Child]:
    """The programs that make up one installation on this machine."""
    data, logs = {"COE_HOME": str(home.folder)}, home.folder / "logs"
    mail: dict[str, str] = {}
    found: list[Child] = []
    if served.web:
        found.append(Child("web", served.web, data))
    if served.mailbox:
        port = free_port()
        mail = {"COE_SMTP": f"smtp://{LOOPBACK}:{port}"}
        box = (sys.executable, "-m", "workflows.catch_all", str(mailbox(home)), str(port))
        found.append(Child("mailbox", box, data))
    if served.prefect:
        prefect = data | local_server(home.folder, free_port(), f"clearway:{secrets.token_urlsafe(24)}")
        server, flows = ("workflows.prefect_server",), ("workflows.serving", "flows")
        found.append(Child("prefect", (sys.executable, "-m", *server), prefect, logs / "prefect.log"))
        found.append(Child("flows", (sys.executable, "-m", *flows), prefect | mail, logs / "flows.log", SIGINT))
    return found


def mailbox(home: Home) -> Path:
    """Where the catch-all mail server keeps messages, one `.eml` each."""
    return home.folder / "mailbox"


def serve(home: Home, served: Served) -> None:
    """Run everything until SIGINT or SIGTERM, and end everything that was started. Raises BadHome."""
    home.prepare()
    (home.folder / "prefect").mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    Supervisor(children(home, served)).run()


def serve_flows(home: Home) -> None:
    """Serve the flows alone, against the server that PREFECT_API_URL names. Raises BadHome."""
    url = os.environ.get("PREFECT_API_URL", "")
    if not url.startswith(("http://", "https://")):
        raise BadHome(
            "The flows cannot be served.",
            "PREFECT_API_URL does not name a Prefect server.",
            "Start one (`prefect server start`), then set PREFECT_API_URL=http://127.0.0.1:4200/api.",
        )
    os.environ.update({name: value for name, value in quiet(home.folder).items() if name not in os.environ})
    _await_server(url)
    from workflows.flows import serve_flows as serve_them

    serve_them()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _await_server(url: str) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=ASK_S):  # noqa: S310 - http(s) was checked
                return
        except urllib.error.HTTPError:  # it answers, and wants to know who asks
            return
        except OSError:
            time.sleep(ASK_S)
    raise BadHome("The flows cannot be served.", f"{url} does not answer.", "Start the Prefect server, then try again.")


@click.group()
def main() -> None:
    """Serve an installation."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)


@main.command("serve")
@click.option("--mailbox", "with_mailbox", is_flag=True, help="Take mail on loopback and keep it as files.")
@click.option("--without-prefect", is_flag=True, help="Run no flows; reminders and mail wait.")
@click.argument("web", nargs=-1, type=click.UNPROCESSED)
def serve_command(*, with_mailbox: bool, without_prefect: bool, web: tuple[str, ...]) -> None:
    """Run WEB (a command) with Prefect and the flows beside it."""
    _explained(lambda home: serve(home, Served(web, mailbox=with_mailbox, prefect=not without_prefect)))


@main.command("flows")
def flows_command() -> None:
    """Run the flows alone against the server PREFECT_API_URL names."""
    _explained(serve_flows)


def _explained(run: Callable[[Home], None]) -> None:
    try:
        run(Home.find())
    except OfficeError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main()
