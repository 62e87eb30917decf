"""The office: every side effect of Clearway, behind one door, `office.handle(command)`."""
