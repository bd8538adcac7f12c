#!/bin/bash
# SPDX-License-Identifier: MIT
# A peer that names two strangers as its alternatives and then is silent: what
# leaves for the strangers is a few small probes, however many connections it has.
# News of an own link begin anew, within the share of all.
# By hand: COUNT=10000, with rate=200mbit queue=30000, in User-mode Linux: where
# instructions are counted, so many handshakes at once take longer than their timers.
# topology: two-routers
# machines: 6.1 uml debug
# seconds: 180
# case: client_addresses=1 COUNT=1
# case: client_addresses=1 COUNT=100
. "${0%/*}/lib.sh"

: "${COUNT:=1}" "${SECONDS_COUNTED:=120}"
victims="2001:db8:98::c 2001:db8:99::c"
for victim in $victims; do
	ip -n client -6 addr add "$victim/64" dev link1 nodad noprefixroute
done
# The strangers know nothing of the connection and do not even refuse.
for router in r1 r2; do
	ip -n "$router" -6 route add blackhole 2001:db8:98::/63
done
on server nft -f - <<-N
	table ip6 victim {
		chain output {
			type filter hook output priority 300
			ip6 daddr ${victims% *} counter comment "first"
			ip6 daddr ${victims#* } counter comment "second"
			ip6 daddr { ${victims// /, } } ip6 length > 100 counter comment "data"
		}
	}
N

# seen NAME packets|bytes
seen() {
	counted server "ip6 victim" "$1" "$2"
}

ulimit -n 65536
on server sysctl -qw net.core.somaxconn=65536 net.ipv4.tcp_max_syn_backlog=65536
# The machine has little memory, and is both ends.
echo 65536 >/sys/module/preserve/parameters/max_connections
mark
transfer_start server 200000 --connections "$COUNT" --stream thin --interval 1000
eventually 60 "all are negotiated" has_connections server "$COUNT" established
sleep 3
on r1 nft -f - <<-N
	table ip6 cut {
		chain forward {
			type filter hook forward priority 0; policy drop
		}
	}
N
sleep "$SECONDS_COUNTED"
limit=10
[ "$COUNT" -eq 1 ] || limit=78
for victim in first second; do
	check_number "$victim stranger: packets" "$(seen "$victim" packets)" '<=' "$limit"
	check_number "$victim stranger: any" "$(seen "$victim" packets)" '>' 0
	check_number "$victim stranger: bytes" "$(seen "$victim" bytes)" '<=' "$((limit * 100))"
done

all_seen() {
	echo $(($(seen first packets) + $(seen second packets)))
}

asked_again() {
	[ "$(all_seen)" -gt "$before" ]
}

# Many connections use up their common share all the time, news or not.
if [ "$COUNT" -eq 1 ]; then
	before=$(all_seen)
	# This makes it look at once, so that it looks at what follows some time later.
	ip -n server -6 addr add 2001:db8:77::1/128 dev lo
	sleep 0.02
	ip -n server -6 addr del "$SERVER2/64" dev link2
	ip -n server -6 addr add "$SERVER2/64" dev link2 nodad
	eventually 4 "an address was away, unseen: asked again" asked_again
	sleep 10
	remember_link 2
	before=$(all_seen)
	ip -n r2 link set toserver down
	sleep 0.5
	heal_link 2
	eventually 4 "link 2 was away: asked again" asked_again
	sleep 5
	check_number "packets in ten seconds, to two networks" "$(($(all_seen) - before))" '<=' 12
fi
check_number "packets that are no probes" "$(seen data packets)" == 0
check_counter server Followed == 0
kill "$transfer_client" "$transfer_server"
