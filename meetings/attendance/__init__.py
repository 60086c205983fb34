"""Check-in, replies, leave, substitutes, sites; the rule of the quorum (`attendance.*`)."""
