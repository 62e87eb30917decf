"""What people read, in their language: sentences, dates and the closed vocabulary, for pages and for mails."""
