"""Items adopted where nobody objects: what members say beforehand, and the one act of the chair (`consent.*`)."""
