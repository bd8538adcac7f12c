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
. "${0%/*}/crowd.sh"

on server preserve-bench server >/dev/null 2>&1 &

first=
for count in $counts; do
	hold "$count"
	us=$(on client preserve-bench latency "$SERVER1" --size 1 --count 2000 --warm-up 100 --calls blocking --repeats 1 \
		--interval 0 --json 2>/dev/null |
		python3 -c 'import json, sys; print([json.loads(line) for line in sys.stdin][-1]["cases"][0]["metrics"]["p50_us"]["median"])')
	first=${first:-$us}
	held=$(on client sh -c 'tail -n +2 /proc/net/preserve/connections | wc -l')
	awk -v n="$count" -v held="$held" -v us="$us" -v first="$first" \
		'BEGIN { printf "%6d connections, %6d in the table: %7.3f us, %.4f\n", n, held, us, us / first }'
done
