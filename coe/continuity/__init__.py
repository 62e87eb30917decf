"""What keeps the record when the machine is lost: backups, restoring them, and the drill that shows it works."""
