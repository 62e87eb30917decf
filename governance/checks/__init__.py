"""The checks a gate or an intake may list: pure functions of the answers."""
