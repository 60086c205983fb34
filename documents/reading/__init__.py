"""Reading: the reader, private notes, how far one has read."""
