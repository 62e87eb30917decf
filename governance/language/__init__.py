"""What a workflow says: its definition, its conditions over answers, its working time."""
