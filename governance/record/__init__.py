"""What may be asked and what happened: commands, events, entries, and the state they fold to."""
