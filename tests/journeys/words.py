"""What people type in the journeys."""

from datetime import date

TITLE = "A heart diary for the first month at home"
CONDITION = "Print the word STOP and the address of the privacy office on the first page before anything is sent."
DUE = date(2026, 12, 8)
ASKED = "State the rates of dizziness and fainting from the label, as prominent as the benefit."
REPLY = "Done: both rates, in figures."
