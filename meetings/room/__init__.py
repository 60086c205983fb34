"""The live room: the hall's screens, what each shows, and the light in the hall."""
