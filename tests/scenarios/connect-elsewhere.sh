#!/bin/bash
# SPDX-License-Identifier: MIT
# A program connects while the way of the first uplink is silently dead: its SYN goes
# by the other one as well when it is repeated, and the connection is opened there,
# whether or not the server knows the options. It survives the next cut. A program
# that chose its address keeps it.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 9
# case: core=yes rate=5mbit WAY=dead
# case: core=yes rate=5mbit plain=server WAY=dead
# case: core=yes rate=5mbit WAY=lost
# case: core=yes rate=5mbit WAY=dead ONLY=bound
# case: core=yes rate=5mbit WAY=dead ONLY=setting
. "${0%/*}/lib.sh"

only=${ONLY:-}
bytes=2000000
[ -z "$only" ] || bytes=1000
mkdir -p "$scratch/www"
probe content --bytes "$bytes" >"$scratch/www/document"
serve_files
knows=$(get_option server enabled)

# A rule of the first router: $1 is dropped between the client and it.
drop() {
	on r1 nft add table ip6 cut
	on r1 nft add chain ip6 cut way '{ type filter hook forward priority 0; }'
	on r1 nft add rule ip6 cut way iifname toclient $1 drop
	on r1 nft add rule ip6 cut way oifname toclient $1 drop
}

fetch() {
	probe fetch -n client --connect "$SERVER1" --path /document --limit 60000 "$@" >"$scratch/fetched" &
	fetching=$!
}

check_fetched() {
	wait "$fetching"
	check_number "status" "$(fetched status)" == 200
	check_number "bytes" "$(fetched bytes)" == "$bytes"
	check_number "bytes changed" "$(fetched changed)" == 0
}

mark
if [ "$WAY" = dead ]; then
	drop ""
else
	drop "tcp flags & (syn | ack) == syn"
	(
		sleep 0.5
		on r1 nft delete table ip6 cut
	) &
fi

if [ -n "$only" ]; then
	[ "$only" != setting ] || set_option client syn_uplinks 0
	[ "$only" != bound ] || set -- --bind "$CLIENT1"
	[ "$only" = bound ] || set --
	fetch "$@"
	sleep 2.5
	on r1 nft delete table ip6 cut
	check_fetched
	check_number "it waits for its own way, ms" "$(fetched connected_ms)" '>' 2500
	check_counter client SynElsewhere == 0
	check_counter client OpenedElsewhere == 0
	exit
fi

fetch
wait_until 10 received client 100000 || give_up "no connection"
used=$(on client ss -HtnO state established "dport = :80" | awk '{ sub(/]:.*/, "", $3); sub(/^\[/, "", $3); print $3 }')
check_counter client SynElsewhere == 1
if [ "$WAY" = dead ]; then
	check "the program has the other address" test "$used" = "$CLIENT2"
	check_counter client OpenedElsewhere == 1
	on r1 nft delete table ip6 cut
fi
check "one connection" test "$(on server ss -HtnO state established "sport = :80" | wc -l)" -eq 1
if [ "$knows" = 1 ]; then
	check_counter client Established == 1
	check_counter server Established == 1
	check "two alternatives at each end" test "$(($(on client awk 'NR > 1' /proc/net/preserve/aliases | wc -l)))" -ge 2
	if [ "$used" = "$CLIENT1" ]; then drop ""; else cut_link silent 2; fi
fi
check_fetched
check_number "time to connect, ms" "$(fetched connected_ms)" '<=' 1280
if [ "$knows" = 1 ]; then
	check_number "it moved" "$(moves)" '>=' 1
	check_number "refusals" "$(refusals)" == 0
fi
