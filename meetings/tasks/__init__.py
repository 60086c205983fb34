"""What a body has given somebody to do, until when, and what became of it."""
