#!/bin/bash
# SPDX-License-Identifier: MIT
# What the module does when an address or a route of this host changes, while many
# connections are in its table: a change that concerns none of them, three, or all.
#
#   ./preserve lab exec --no-host-root two-links -- benchmarks/overhead/changes.sh [CONNECTIONS...]
#
# Time goes by counted instructions, a nanosecond each, so that the duration of the scan
# is what it executed. Prints the connections in the client's table, the change, how many
# connections a scan looked at, and its instructions (median of 10 scans, and the most).
set -eu

counts=${*:-0 1000 10000}
tracing=/sys/kernel/tracing
. "${0%/*}/crowd.sh"

ip -n client link add other type dummy
ip -n client link set other up

trace_begin() {
	mountpoint -q $tracing || mount -t tracefs tracefs $tracing
	echo preserve_notify_scan >$tracing/set_ftrace_filter
	echo function_graph >$tracing/current_tracer
}

# scanned: connections that scans have looked at so far.
scanned() {
	on client awk '$1 == "Scanned" { print $2 }' /proc/net/preserve/stats
}

# measure TEXT OBJECT...: what "ip OBJECT add" and "del" of it cost, one scan each.
measure() {
	local text=$1 object=$2 before

	shift 2
	before=$(scanned)
	echo >$tracing/trace
	for _ in 1 2 3 4 5; do
		for verb in add del; do
			ip -n client -6 "$object" $verb "$@"
			sleep 0.3
		done
	done
	held=$(on client awk 'END { print NR - 1 }' /proc/net/preserve/connections)
	awk '/preserve_notify_scan/ { for (i = 2; i <= NF; i++) if ($i == "us") print $(i - 1) * 1000 }' $tracing/trace |
		sort -n | awk -v held="$held" -v looked=$(($(scanned) - before)) -v text="$text" '
			{ cost[NR] = $1 }
			END { printf "%6d connections, %s: %d scans, %7.1f looked at, %9d instructions, most %9d\n",
				held, text, NR, looked / NR, cost[int((NR + 1) / 2)], cost[NR] }'
}

trace_begin
# The server tells three connections of its second network.
hold 3
on server sysctl -qw net.preserve.announce_devices=link1
for count in $counts; do
	hold $((count + 3))
	sleep 3
	measure "of none " address 2001:db8:77::1/128 dev other nodad
	measure "of three" route 2001:db8:2::/64 dev other table 77
	measure "of all  " route default dev other table 77
done
