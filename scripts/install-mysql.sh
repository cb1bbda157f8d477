#!/usr/bin/env bash
# Makes a MySQL server available to `npm run test:mysql`: the one of Debian unstable, the only public package of it, with the libraries that it needs,
# in the cache of this project. Not part of CI: unstable has days on which a package of it cannot be installed.
set -euo pipefail

cache="${GPU_AUTOSCALER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gpu-autoscaler}"
if [ ! -d "$cache/mysql" ]; then
  if ! command -v mmdebstrap >/dev/null; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null
  fi
  mkdir -p "$cache"
  taken="$(mktemp -d "$cache/mysql.XXXXXX")"
  trap 'rm -rf "$taken"' EXIT
  # What signs a mirror's list of packages may be older than the week it is good for.
  mmdebstrap --quiet --variant=extract --include=mysql-server-core --aptopt='Acquire::Check-Valid-Until "false"' sid "$taken"
  chmod 755 "$taken"
  mv "$taken" "$cache/mysql"
  trap - EXIT
fi
echo "MySQL is in $cache/mysql"
