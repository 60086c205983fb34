"""Papers of a meeting: files, versions, approval, publication."""
