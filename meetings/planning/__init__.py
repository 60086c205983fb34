"""Creating, inviting, publishing, starting and ending meetings (`meeting.*`)."""
