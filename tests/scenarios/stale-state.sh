#!/bin/bash
# SPDX-License-Identifier: MIT
# The same addresses and ports at once again: every connection is negotiated, and
# has an entry of its own at both ends, also where its forerunner is in TIME_WAIT.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 4
# case: END=reset rate=5mbit
# case: END=server rate=5mbit
. "${0%/*}/lib.sh"

number=6
how=PIPE end=shut-none,linger=0
[ "$END" = reset ] || { how='EXEC:head -n 1' end=shut-down; }
on server socat "TCP6-LISTEN:7000,fork,reuseaddr" "$how" &
wait_until 10 listens server 7000 || give_up "no echo server"

mark
for i in $(seq $number); do
	# A server that closes first does so before the client has nothing more to say.
	got=$({ echo "round $i"; sleep 0.2; } | on client socat -t0.3 - \
		"TCP6:[$SERVER1]:7000,bind=[$CLIENT1]:4444,reuseaddr,$end")
	check "connection $i: answered" test "$got" = "round $i"
done
check_counter client Established == $number
check_counter server Established == $number
check_number "options refused, fallbacks" "$(refusals)" == 0
check_number "migrations and follows" "$(moves)" == 0
