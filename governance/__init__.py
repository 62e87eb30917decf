"""The law: what a workflow is, who may decide, what follows, and how anyone proves it later."""
