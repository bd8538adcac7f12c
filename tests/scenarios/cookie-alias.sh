#!/bin/bash
# SPDX-License-Identifier: MIT
# A SYN on an alias of a live connection ends nothing: neither a stranger's, which
# the server answers by a cookie or with a request, nor that of a program of the
# client's own. The connection moves when its link fails, as ever.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 20
# case: rate=5mbit
. "${0%/*}/lib.sh"

on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
mark
lines_start 160
eventually 5 "negotiated" has_connections server 1 established
port=$(column client lport)

# proven HOST LOCAL REMOTE: an alias that was never proven makes way for a program.
proven() {
	on "$1" awk -v local="$2" -v remote="$3" '
		$2 == local && $4 == remote && $NF != "-" { found = 1 }
		END { exit !found }' /proc/net/preserve/aliases
}
eventually 5 "the alias is proven to the client" proven client "$CLIENT2" "$SERVER2"
eventually 5 "and to the server" proven server "$SERVER2" "$CLIENT2"

# strange_syn COOKIES ANSWERS: as the server's sysctl says, from a host on link 2.
strange_syn() {
	local answers

	on server sysctl -q -w net.ipv4.tcp_syncookies="$1"
	on r2 inject forge alias-syn --from "$CLIENT2" --to "$SERVER2" --port 7000 \
		--sport "$port" --watch r1 >"$scratch/inject" 2>&1 ||
		fail "inject: $(cat "$scratch/inject")"
	sleep 0.3
	answers=$(on r2 nft list ruleset | grep -o 'packets [0-9]* bytes' | cut -d' ' -f2)
	check_number "cookies $1: answers so far" "$answers" '>=' "$2"
	check "cookies $1: the server's entry is still there" has_connections server 1 established
	check "cookies $1: the client's entry is still there" has_connections client 1 established
}

on r2 nft add table ip6 seen
on r2 nft add chain ip6 seen passing '{ type filter hook forward priority 0; }'
on r2 nft add rule ip6 seen passing iifname toserver \
	tcp flags '&' '(syn | ack)' == 'syn | ack' counter
strange_syn 2 1
strange_syn 0 2
on server sysctl -q -w net.ipv4.tcp_syncookies=1

got=$(echo own | on client socat -t0.3 - \
	"TCP6:[$SERVER2]:7000,bind=[$CLIENT2]:$port,reuseaddr,shut-none,linger=0")
check "a program on the alias: answered" test "$got" = own
check_counter client FallbackTaken == 1
check "a program on the alias: the client's entry is still there" \
	has_connections client 1 established
check "a program on the alias: the server's entry is still there" \
	has_connections server 1 established

cut_link silent 1
lines_end
check_counter client MigratedRto == 1
