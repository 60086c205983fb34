"""What the meeting concludes: recorded by the compiling section, approved by the chair."""
