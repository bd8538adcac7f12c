#!/bin/bash
# SPDX-License-Identifier: MIT
# Hosts joined by links within one machine, as containers are: the answer to a segment is
# there before the call that sends it has returned, and before TCP has noted that it is sent.
# topology: two-links
# machines: 6.1 6.12 uml
# seconds: 20
# case: SENDER=client
# case: SENDER=server
. "${0%/*}/lib.sh"

# cut_between LINK: what comes over it is dropped before anybody sees it.
cut_between() {
	local host

	for host in client server; do
		on "$host" nft add table ip6 cut
		on "$host" nft add chain ip6 cut first '{ type filter hook prerouting priority raw; }'
		on "$host" nft add rule ip6 cut first iifname "link$1" drop
	done
}

for host in client server; do
	for link in link1 link2; do
		tc -n "$host" qdisc del dev "$link" root
	done
done

mark
transfer_start "$SENDER" 6000 --stream thin
eventually 5 "negotiated" negotiated
check "client: four pairs" column_is client pairs 4
check_counter client SynAckReceived == 1
check_counter server AckReceived == 1
check_counter server AckAsked == 0

wait_until 10 received "$(other "$SENDER")" 100 || give_up "no data before the cut"
mark
cut_between 1
transfer_end
check_transfer 450
check_counter "$SENDER" MigratedRto == 1
check_counter "$(other "$SENDER")" Followed == 1
check_counter "$(other "$SENDER")" RefusedTime == 0
