"""The demonstration: believable people and work, by real commands."""
