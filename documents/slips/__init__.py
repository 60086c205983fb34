"""What opinion slips have of paper: the files that go with a slip or an answer, and the official report of its result."""
