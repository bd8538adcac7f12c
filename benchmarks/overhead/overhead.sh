#!/bin/bash
# SPDX-License-Identifier: MIT
# What the scheduler and the reorder buffer cost where they have nothing to do: 100 MB
# over one link without limits, with them and without, by turns; in packets of the
# link's size, and with the offloads of a network card (TSO, GSO, GRO).
#
#   ./preserve lab exec two-links -- benchmarks/overhead/overhead.sh [ROUNDS]
#
# The machine's one processor works for both ends and is never idle, and time goes by
# counted instructions: nanoseconds per byte are instructions per byte, of sender and
# receiver together. Prints the median of each case, its range, and its ratio to
# the case without.
set -eu

rounds=${1:-5}
file=$(mktemp)

on() {
	nsenter --net="/var/run/netns/$1" -- "${@:2}"
}

# set_all KEY=VALUE...: in both hosts.
set_all() {
	local host

	for host in client server; do
		on "$host" sysctl -qw "${@/#/net.preserve.}"
	done
}

# paths LINE...: the client's group; without a line it has none.
paths() {
	on client bash -c 'echo clear >/proc/net/preserve/paths'
	[ $# -eq 0 ] || on client bash -c "printf '%s\n' $* >/proc/net/preserve/paths"
}

# offloads on|off: whether packets are larger than the link's MTU on their way.
offloads() {
	local host

	for host in client server; do
		ip netns exec "$host" ethtool -K link1 tso "$1" gso "$1" gro "$1" >/dev/null
	done
}

# measure CASE: adds a line with the nanoseconds per byte.
measure() {
	on client iperf3 --json -6 -c "$SERVER1" -B "$CLIENT1" -n 100M |
		awk -v name="$1" '
			/"sum_received"/ { found = 1 }
			found && /"seconds"/ { seconds = $2 + 0 }
			found && /"bytes"/ { bytes = $2 + 0 }
			found && /}/ { print name, seconds * 1e9 / bytes; exit }' >>"$file"
}

for host in client server; do
	tc -n "$host" qdisc del dev link1 root
done
on server iperf3 --server --daemon >/dev/null
set_all enabled=0 scheduler.enabled=0 reorder.enabled=0

# all_cases SUFFIX: each of them once.
all_cases() {
	measure "nothing$1"
	set_all reorder.enabled=1
	measure "buffer$1"
	set_all reorder.enabled=0 scheduler.enabled=1
	paths "'link1 1'"
	measure "scheduler$1"
	set_all reorder.enabled=1
	measure "scheduler+buffer$1"
	paths "'mode adaptive'" "'link1 1'"
	measure "adaptive+buffer$1"
	paths
	set_all scheduler.enabled=0 reorder.enabled=0
}

# Not counted: the first connection fills caches.
measure warm
: >"$file"
for ((round = 0; round < rounds; round++)); do
	offloads off
	all_cases ",packets"
	offloads on
	all_cases ",offloads"
done

sort -k1,1 -k2,2n "$file" | awk '
	{ n[$1]++; value[$1, n[$1]] = $2 }
	function median(name) { return value[name, int((n[name] + 1) / 2)] }
	END {
		printf "%-26s %5s %14s %16s %7s\n", "case", "runs", "ns_per_byte", "min..max", "ratio"
		count = split("nothing buffer scheduler scheduler+buffer adaptive+buffer", order)
		sizes = split("packets offloads", size)
		for (k = 1; k <= sizes; k++)
			for (i = 1; i <= count; i++) {
				name = order[i] "," size[k]
				printf "%-26s %5d %14.3f %8.3f..%6.3f %7.3f\n", name, n[name], median(name),
					value[name, 1], value[name, n[name]], median(name) / median("nothing," size[k])
			}
	}'
rm -f "$file"
