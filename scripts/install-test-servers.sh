#!/usr/bin/env bash
# Makes the servers available that the tests talk to, and the tools that build and run the image: installs those that are absent from Debian or
# Ubuntu, and Kafka with Maven and some more with Go into the cache of this project. Does nothing where all are there.
set -euo pipefail
cd "$(dirname "$0")/.."

# executable, and the package that has it
programs=(
  'buildah buildah'
  'go golang-go'
  'java default-jre-headless'
  'mariadbd mariadb-server'
  'mvn maven'
  'nats-server nats-server'
  'podman podman'
  'postgres postgresql'
  'prometheus prometheus'
  'rabbitmq-server rabbitmq-server'
  'redis-server redis-server'
  'runc runc'
  'strip binutils'
)

# Some are installed outside the PATH.
PATH="$PATH:/usr/sbin:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')"

missing=()
for program in "${programs[@]}"; do
  read -r executable package <<<"$program"
  command -v "$executable" >/dev/null || missing+=("$package")
done

if [ "${#missing[@]}" -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "${missing[*]}: not found, and no apt-get to install it with; install it by hand, or let the tests that need it be skipped" >&2
    exit 1
  fi
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

redis="$(redis-server --version | sed -n 's/.* v=\([0-9.]*\) .*/\1/p')"
if [ "${redis%%.*}" -lt 7 ]; then
  echo "redis-server: got version $redis; expected 7 or newer; install it from https://redis.io" >&2
  exit 1
fi

cache="${GPU_AUTOSCALER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gpu-autoscaler}"
kafka_version="$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' test/support/kafka/pom.xml)"
kafka="$cache/kafka-$kafka_version"
if [ ! -d "$kafka" ]; then
  mkdir -p "$(dirname "$kafka")"
  taken="$(mktemp -d "$kafka.XXXXXX")"
  trap 'rm -rf "$taken"' EXIT
  mvn --quiet --batch-mode --strict-checksums --file test/support/kafka/pom.xml \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$taken"
  mv "$taken" "$kafka"
  missing+=(kafka)
fi

# Each folder with a go.mod is a server that Go builds, of the versions that stand there.
modules=(test/support/*/go.mod)
for module in "${modules[@]}"; do
  folder="$(dirname "$module")"
  built="$cache/$(basename "$folder")-$(cat "$folder"/* | sha256sum | cut -c1-12)"
  if [ ! -d "$built" ]; then
    (cd "$folder" && CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=auto GOWORK=off go build -trimpath -o "$built.new/" tool)
    mv "$built.new" "$built"
    missing+=("$(basename "$folder")")
  fi
done
echo "programs for the tests: $((${#programs[@]} + 1 + ${#modules[@]})) available, ${#missing[@]} of them installed now"
