"""What other offices' tools read and write: BPMN 2.0 for the drawing, XES for what happened."""
