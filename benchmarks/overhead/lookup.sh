#!/bin/bash
# SPDX-License-Identifier: MIT
# What a round trip costs while many other connections are in the module's table: each
# segment is looked up, and that must not get dearer with their number.
#
#   ./preserve lab exec two-links -- benchmarks/overhead/lookup.sh [CONNECTIONS...]
#
# Time goes by counted instructions, of both ends and their kernel together: caches are
# not in it. Prints the connections in the client's table, the microseconds of a round
# trip of one byte (median of 2000), and the ratio to the first. Ten thousand take some
# minutes to be made. Needs preserve-bench.
set -eu

counts=${*:-0 1000 10000}
crowd=$(mktemp)

on() {
	nsenter --net="/var/run/netns/$1" -- "${@:2}"
}

for host in client server; do
	tc -n "$host" qdisc del dev link1 root
done
# The machine has little memory, and is both ends.
echo 65536 >/sys/module/preserve/parameters/max_connections
ulimit -n 131072
on server preserve-bench server >/dev/null 2>&1 &

# Holds connections that say nothing: as many as the last line of input says.
cat >"$crowd" <<'EOF'
import socket, sys

role, address = sys.argv[1:]
held = []
if role == "server":
    listener = socket.create_server((address, 9000), family=socket.AF_INET6, backlog=4096)
    while True:
        held.append(listener.accept()[0])
for line in sys.stdin:
    while len(held) < int(line):
        held.append(socket.create_connection((address, 9000)))
    print(len(held), flush=True)
EOF
on client sysctl -qw net.ipv4.ip_local_port_range="1024 65535"
on server python3 "$crowd" server "$SERVER1" &
until on client python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], 9000))' "$SERVER1" 2>/dev/null; do sleep 0.1; done
coproc HOLD { on client python3 "$crowd" client "$SERVER1"; }

first=
for count in $counts; do
	echo "$count" >&"${HOLD[1]}"
	read -r _ <&"${HOLD[0]}"
	us=$(on client preserve-bench latency "$SERVER1" --size 1 --count 2000 --warm-up 100 --calls blocking --repeats 1 \
		--interval 0 --json 2>/dev/null |
		python3 -c 'import json, sys; print([json.loads(line) for line in sys.stdin][-1]["cases"][0]["metrics"]["p50_us"]["median"])')
	first=${first:-$us}
	held=$(on client sh -c 'tail -n +2 /proc/net/preserve/connections | wc -l')
	awk -v n="$count" -v held="$held" -v us="$us" -v first="$first" \
		'BEGIN { printf "%6d connections, %6d in the table: %7.3f us, %.4f\n", n, held, us, us / first }'
done
