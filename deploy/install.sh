#!/bin/sh
# Install this checkout for systemd, or upgrade to it; run it as root. Needs x86-64, git, and python3 (3.11 to 3.13) with venv.
# Each version gets an environment of its own below /opt/migrant-bot/releases; /opt/migrant-bot/current is the one in use.
# DESTDIR puts everything below another folder and leaves the system alone.
set -eu
umask 022
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_QUIET=1

if [ "$(uname -m)" != x86_64 ]; then
  echo "This is $(uname -m); the packages of deploy/requirements.lock are there for x86-64 alone (pycld2)." >&2
  exit 1
fi

checkout=$(cd "$(dirname "$0")/.." && pwd)
home=${DESTDIR:-}/opt/migrant-bot
units=${DESTDIR:-}/etc/systemd/system
version=$(git -C "$checkout" describe --tags --always --dirty="-$(date -u +%Y%m%d%H%M%S)")
release=$home/releases/$version

if [ ! -x "$release/bin/migrant-bot" ]; then # the last that comes into it
  echo "Version $version is being installed; this takes a minute."
  builder=$(mktemp -d)
  trap 'rm -rf "$builder"' EXIT
  python3 -m venv "$builder"
  "$builder/bin/pip" install --only-binary :all: --require-hashes --requirement "$checkout/deploy/build.lock"
  "$builder/bin/pip" wheel --no-deps --no-build-isolation --wheel-dir "$builder/dist" "$checkout"
  python3 -m venv --clear --without-pip "$release"
  "$builder/bin/pip" --python "$release/bin/python" install --only-binary :all: --require-hashes \
    --requirement "$checkout/deploy/requirements.lock"
  "$builder/bin/pip" --python "$release/bin/python" install --no-deps --no-index "$builder"/dist/*.whl
fi
# The knowledge inside the program, not one that lies about.
if ! problems=$(cd "$release" && bin/migrant-bot check); then
  echo "$problems" >&2
  exit 1
fi

if [ -z "${DESTDIR:-}" ] && ! id migrant-bot >/dev/null 2>&1; then
  useradd --system --home-dir /var/lib/migrant-bot --shell /usr/sbin/nologin migrant-bot
fi
mkdir -p "$units"
install -m 644 "$checkout"/deploy/systemd/*.service "$checkout"/deploy/systemd/*.timer "$units"
if [ -z "${DESTDIR:-}" ]; then
  systemctl daemon-reload
fi
ln -sfn "releases/$version" "$home/current.new"
mv -T "$home/current.new" "$home/current"
echo "Version $version is installed; with /etc/migrant-bot/bot.env filled in, \`systemctl restart migrant-bot\` starts it."
