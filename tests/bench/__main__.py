"""`make bench`; `python -m tests.bench exchange` for what other tools make of our log, `checker` for the checker,
`expected` for the expected dates, `bundles` for bulk packets, `packet` for printing one, `pages` for what pages cost.
"""

import sys

from tests.bench import approval_journey, bundles, checker, exchange, expected, packet, pages

if __name__ == "__main__":
    if sys.argv[1:2] == ["exchange"]:
        exchange.main(sys.argv[2:])
    elif sys.argv[1:2] == ["checker"]:
        checker.main(sys.argv[2:])
    elif sys.argv[1:2] == ["expected"]:
        expected.main(sys.argv[2:])
    elif sys.argv[1:2] == ["bundles"]:
        bundles.main(sys.argv[2:])
    elif sys.argv[1:2] == ["packet"]:
        packet.main(sys.argv[2:])
    elif sys.argv[1:2] == ["pages"]:
        pages.main(sys.argv[2:])
    else:
        approval_journey.main()
