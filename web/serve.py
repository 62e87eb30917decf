"""The web app on its own: `python -m web.serve --home DIR --port 8000`, on loopback, for a proxy or one machine."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from coe.home import Home
from coe.office_errors import OfficeError

HOST = "127.0.0.1"
THREADS = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Exit code 1 with one sentence when the folder or the port cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m web.serve", description="Serve Clearway's pages on loopback.")
    parser.add_argument("--home", type=Path, help="the data folder; COE_HOME or .coe by default")
    parser.add_argument("--port", type=int, default=8000, help="8000 by default; 0 takes a free one")
    given = parser.parse_args(arguments)
    home = Home(given.home.absolute()) if given.home else Home.find()
    try:
        serve(home.prepare(), given.port)
    except (OfficeError, OSError, OverflowError) as error:
        sys.stderr.write(f"The pages cannot be served. {error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def serve(home: Home, port: int) -> None:
    """Listen, say where in one line, and serve."""
    from waitress.server import create_server

    from web.app import create_app

    app = create_app(home)
    # Only a proxy on this machine can reach us; it says in X-Forwarded-Proto where it speaks TLS, and adds to
    # X-Forwarded-For who asked, so that one busy address is not everybody’s.
    behind = {"trusted_proxy": HOST, "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"}}
    limits = {"threads": THREADS, "max_request_body_size": 64 << 20}
    server = create_server(app, host=HOST, port=port, ident="Clearway", **limits, **behind)
    sys.stdout.write(f"Clearway is ready at http://{HOST}:{server.effective_port}\n")
    sys.stdout.flush()
    # Cutting takes seconds: not before the first page is served, and not while somebody waits for it.
    threading.Thread(target=_cut_fonts, args=(home,), daemon=True).start()
    try:
        server.run()
    finally:
        server.close()


def _cut_fonts(home: Home) -> None:
    from web.parts.fonts import cut_all

    # A font that cannot be kept now is cut when a page asks for it, which then says what is wrong.
    with suppress(OSError):
        cut_all(home.folder / "cache")


if __name__ == "__main__":
    sys.exit(main())
