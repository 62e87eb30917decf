"""Real logs replayed through the office."""
