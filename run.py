"""The front door: python run.py [serve|work|demo|simulate|audit|backup|restore|doctor|verify-ballot]. `serve` makes the standard library
cooperative first.
"""

from __future__ import annotations

import logging
import os
import sys

if __name__ == "__main__":
    verb = sys.argv[1] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "serve"
    rest = sys.argv[2:] if len(sys.argv) > 1 and sys.argv[1] == verb else sys.argv[1:]
    if verb == "serve":
        from app import runtime

        runtime.patch()
    from app.front_door import main

    status = main(verb, rest)
    if verb in ("serve", "work"):  # all is on the disk; taking the process apart piece by piece would only take a while
        logging.shutdown()
        sys.stdout.flush()
        os._exit(status)
    sys.exit(status)
