#!/bin/bash
# SPDX-License-Identifier: MIT
# Hosts and routers take nothing from an address that they would not answer by the same
# interface (a strict reverse path filter), and forward only what belongs to flows they know. Hosts
# that send from each address by its link prove all pairs; those that do not (RULES=no) prove
# the ones that work. The connection survives a cut.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 6
# case: core=yes rate=5mbit RULES=yes
# case: core=yes rate=5mbit RULES=no
. "${0%/*}/lib.sh"

for host in client server r1 r2; do
	on "$host" nft -f - <<-'RULES'
	table ip6 strict {
		chain first {
			type filter hook prerouting priority raw
			meta l4proto tcp fib saddr . iif oif missing counter drop comment "strange"
		}
		chain passing {
			type filter hook forward priority 0
			ct state invalid counter drop comment "invalid"
		}
	}
	RULES
done
if [ "$RULES" = no ]; then
	for link in 1 2; do
		ip -n client -6 rule del from "$(address client "$link")" lookup "$link"
		ip -n server -6 rule del from "$(address server "$link")" lookup "$link"
	done
	expected=1
else
	expected=3
fi

# strange: packets that a filter dropped.
strange() {
	local host sum=0

	for host in client server r1 r2; do
		sum=$((sum + $(counted "$host" "ip6 strict" strange)))
	done
	echo "$sum"
}

# proven HOST: how many pairs beside the current one were answered.
proven() {
	on "$1" awk 'NR > 1 && $8 != "-" && !$6' /proc/net/preserve/aliases | wc -l
}

has_proven() {
	[ "$(proven "$1")" = "$expected" ]
}

mark
transfer_start client 3500 --stream thin --interval 20
eventually 5 "negotiated" negotiated
eventually 3 "the client has proven $expected" has_proven client
eventually 3 "the server has proven $expected" has_proven server
if [ "$RULES" = no ]; then
	check_number "strange packets" "$(strange)" '>' 0
else
	check_number "strange packets" "$(strange)" == 0
fi
cut_link silent 1
transfer_end
check_transfer 450
check_number "migrations and follows" "$(moves)" '>=' 2
