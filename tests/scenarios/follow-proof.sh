#!/bin/bash
# SPDX-License-Identifier: MIT
# Somebody who sees a connection forges data, acknowledgments and announcements of
# moves from an address that the peer named and that does not answer: not one byte
# of data goes there. Nor do they move the connection to a pair that works, where
# the peer is not.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 18
. "${0%/*}/lib.sh"

stranger=2001:db8:99::c
ip -n client -6 addr add "$stranger/64" dev link1 nodad noprefixroute
for router in r1 r2; do
	ip -n "$router" -6 route add blackhole 2001:db8:99::/64
done
on server nft -f - <<-N
	table ip6 victim {
		chain output {
			type filter hook output priority 300
			ip6 daddr $stranger ip6 length <= 100 counter comment "probes"
			ip6 daddr $stranger ip6 length > 100 counter comment "data"
		}
	}
N

# forge KIND FROM TO ROUTER
forge() {
	on "$4" inject forge "$1" --from "$2" --to "$3" --port 5001 \
		--sport "$client_port" --watch r1 >"$scratch/inject" 2>&1 ||
		fail "$1: $(cat "$scratch/inject")"
}

mark
transfer_start server 12000
eventually 5 "negotiated" has_connections server 1 established
client_port=$(column server rport)
wait_until 60 received client 1000000 || give_up "no data"
for _ in 1 2 3 4 5 6; do
	for kind in alias-valid alias-data probe-move; do
		forge "$kind" "$stranger" "$SERVER1" r1
	done
	sleep 0.3
done
check_counter server FollowAsked '>=' 1
check_counter server AnnounceReceived '>=' 1
check_number "packets of data to the stranger" "$(counted server "ip6 victim" data)" == 0
check_number "packets to the stranger" "$(counted server "ip6 victim" probes)" '<=' 12
check "still on the handshake pair" column_is server cur_remote "$CLIENT1"

# Here the peer answers: that it is not there.
for kind in alias-valid alias-data; do
	forge "$kind" "$CLIENT2" "$SERVER2" r2
	sleep 0.3
done
check "still on the handshake pair" column_is server cur_remote "$CLIENT1"
check_counter server Followed == 0
transfer_end
check_transfer
