#!/bin/bash
# SPDX-License-Identifier: MIT
# A connection is opened while the way is silently dead for a while. It comes up when
# the way does, and those after it are negotiated as if nothing had been: an outage
# is no middlebox that drops the option.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 11
# case: rate=5mbit KNOWN=1
# case: rate=5mbit KNOWN=0
. "${0%/*}/lib.sh"

on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
remember_link 1
mark

connect() {
	echo hello | on client socat -t5 - "TCP6:[$SERVER1]:7000,bind=[$CLIENT1]"
}

remaining() {
	on client awk 'NR > 1 { print $2 }' /proc/net/preserve/blackholes
}

if [ "${KNOWN:-1}" = 1 ]; then
	check "before it: comes up" test "$(connect)" = hello
	check_counter client Established == 1
fi

mark
cut_link silent 1
(
	sleep 3.5
	heal_link 1
) &
healer=$!
check "while the way is dead: comes up" test "$(connect)" = hello
wait "$healer"
eventually 20 "the link works again" works 1
if [ "${KNOWN:-1}" = 1 ]; then
	check_counter client BlackholeAdded == 0
else
	# Nobody knew better, but it is not for long.
	check_number "seconds that it is remembered" "$(($(remaining | head -1) + 0))" '<=' 60
	set_option client enabled 0
	set_option client enabled 1
fi

mark
for n in 1 2 3; do
	check "after it, number $n: comes up" test "$(connect)" = hello
done
check_counter client Established == 3
check_counter client FallbackBlackhole == 0
