"""`make bench`."""

from tests.bench.approval_journey import main

if __name__ == "__main__":
    main()
