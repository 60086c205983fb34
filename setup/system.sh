#!/bin/sh
# System libraries from Debian's packages, where they are missing. `dev` adds what the tests need (Chromium, PostgreSQL; in CI LibreOffice).
set -eu
want=""
need() { # need PACKAGE TEST...
  package=$1; shift
  "$@" >/dev/null 2>&1 || want="$want $package"
}
library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
need libpango-1.0-0 library libpango-1.0.so.0
need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
need libharfbuzz-subset0 library libharfbuzz-subset.so.0
need python3-venv python3 -c "import ensurepip"
if [ "${1:-}" = dev ]; then
  need chromium-headless-shell sh -c "command -v chromium-headless-shell"
  need postgresql sh -c "ls /usr/lib/postgresql/*/bin/initdb"
  if [ "${CI:-}" = true ]; then need libreoffice-writer-nogui sh -c "command -v soffice"; fi
fi
[ -n "$want" ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "Some system packages are missing. Install them as root, then run make again:"
  echo "  sudo apt-get install$want"
  exit 1
fi
echo "Installing:$want"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends $want >/dev/null
