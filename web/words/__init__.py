"""What pages say in the reader's language: the catalogue, closed vocabularies, counts, reasons."""
