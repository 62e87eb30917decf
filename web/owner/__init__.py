"""The pages owners live in: intake, drafts, their initiatives, and what is done with one later."""
