#!/bin/sh
# Back up the PostgreSQL of compose.yaml while it is in use; run it as root.
# Each dump comes into /var/backups/migrant-bot; the newest 14 are kept.
set -eu
umask 077

folder=/var/backups/migrant-bot
dump=$folder/bot-$(date -u +%Y-%m-%dT%H%M%SZ).dump
mkdir -p "$folder"
trap 'rm -f "$dump.part"' EXIT
trap 'exit 1' HUP INT TERM
cd "$(dirname "$0")"
docker compose exec -T postgres pg_dump --username=bot --format=custom bot >"$dump.part"
mv "$dump.part" "$dump" # a dump that has its name is a whole one
find "$folder" -name 'bot-*.dump' | sort | head -n -14 | xargs -r rm
echo "$dump"
