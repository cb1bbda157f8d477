#!/usr/bin/env bash
# Makes a redis-server of version 7 or newer available for the tests: does nothing where there is one, else installs Debian's or Ubuntu's.
set -euo pipefail

version() { redis-server --version 2>/dev/null | sed -n 's/.* v=\([0-9]*\)\..*/\1/p'; }

if [ "$(version || true)" != '' ] && [ "$(version)" -ge 7 ]; then
  echo "redis-server $(redis-server --version | sed -n 's/.* v=\([0-9.]*\) .*/\1/p') is installed"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo 'redis-server: not found, and no apt-get to install it with; install Redis 7 or newer (https://redis.io/docs/latest/operate/oss_and_stack/install/)' >&2
  exit 1
fi
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server >/dev/null
if [ "$(version)" -lt 7 ]; then
  echo "redis-server: got version $(version); expected 7 or newer; install it from https://redis.io" >&2
  exit 1
fi
redis-server --version
