"""What every page about one record shows: its history, questions, claims, consequences."""
