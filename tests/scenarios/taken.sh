#!/bin/bash
# SPDX-License-Identifier: MIT
# A connection never takes a 4-tuple that another socket has: while a program's own
# connection stands on the pair that is left, it stays and waits; when that is gone, it
# moves. And nobody else gets the 4-tuple to which it has moved. A pair on which it was
# never answered is nobody's: a program's own connection there is negotiated, and when
# that is gone, the pair is used again.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 26
# case: rate=5mbit PROVEN=1
# case: rate=5mbit PROVEN=0
. "${0%/*}/lib.sh"

: "${PROVEN:=1}"

# Lets handshakes begin there, and nothing go on that it does not know.
[ "$PROVEN" = 1 ] || guard r2 forward 'tcp flags & (fin|syn|rst|ack) == syn accept'
on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
mark
lines_start 360 9
eventually 5 "negotiated" has_connections server 1 established
port=$(column client lport)

# sockets HOST: on link 2, with that port.
sockets() {
	if [ "$1" = client ]; then
		on client ss -Htn "src [$CLIENT2] and sport = :$port and dst [$SERVER2]" | wc -l
	else
		on server ss -Htn "dst [$CLIENT2] and dport = :$port and src [$SERVER2]" | wc -l
	fi
}

# check_one TEXT
check_one() {
	local host

	for host in client server; do
		check_number "$host, $1: sockets on the 4-tuple" "$(sockets $host)" == 1
	done
}

stands() {
	[ "$(sockets client)" = 1 ] && [ "$(sockets server)" = 1 ]
}

# own: a program's own connection on link 2, until its input ends.
own() {
	on client socat -t0.1 - \
		"TCP6:[$SERVER2]:7000,bind=[$CLIENT2]:$port,reuseaddr,shut-none,linger=0"
}

# proven HOST: the connection on link 2.
proven() {
	on "$1" awk -v a="$(address "$1" 2)" -v b="$(address "$(other "$1")" 2)" \
		'$2 == a && $4 == b && $8 != "-" { found = 1 } END { exit !found }' /proc/net/preserve/aliases
}

if [ "$PROVEN" = 1 ]; then
	eventually 5 "the pair on link 2 is proven" proven client
	eventually 5 "at the server too" proven server
else
	eventually 5 "the pair on link 2 is asked" has_moved client ProbeSent
	check "and not proven" not proven client
fi
mkfifo "$scratch/input"
mark
own <"$scratch/input" >/dev/null &
program=$!
exec 9>"$scratch/input"
eventually 5 "a program connects on the alias" stands
if [ "$PROVEN" = 1 ]; then
	check_counter client FallbackTaken == 1
	check_counter client Established == 0
else
	eventually 2 "it is negotiated" negotiated
	check_counter client FallbackTaken == 0
	check_counter server FallbackTaken == 0
	exec 9>&-
	wait "$program"
	on r2 nft delete table ip6 fw
	cut_link silent 1
	eventually 8 "the pair is the other connection's again, which moves" column_is client cur_local "$CLIENT2"
	eventually 5 "the server follows" column_is server cur_remote "$CLIENT2"
	lines_end
	exit
fi
mark
cut_link silent 1
sleep 3
check "the connection has not moved" column_is client cur_local "$CLIENT1"
check_number "moves" "$(moves)" == 0
check_one "both alive"
exec 9>&-
wait "$program"
eventually 12 "moves when the program is done" column_is client cur_local "$CLIENT2"
eventually 5 "the server follows" column_is server cur_remote "$CLIENT2"
check_one "moved"
check "nobody else gets the addresses" not own </dev/null
check_one "after that"
lines_end
