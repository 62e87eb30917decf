"""What pages are made of, as templates need it: words ready to read, drawings, fields."""
