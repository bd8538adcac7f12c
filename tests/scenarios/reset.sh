#!/bin/bash
# SPDX-License-Identifier: MIT
# A peer that ends the connection from a pair that is not current here is heard: its
# reset acknowledges what it got. One without an acknowledgment is what a host
# sends that knows nothing of the pair: the connection lives on. So it does when a
# router resets its data on the pair that it has just moved to, whether the kernel
# finds the socket of what comes early or late.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 9
# case: WHO=peer
# case: WHO=router DEMUX=1
# case: WHO=router DEMUX=0
. "${0%/*}/lib.sh"

: "${DEMUX:=1}"

if [ "$WHO" = router ]; then
	for host in client server; do
		on "$host" sysctl -qw net.ipv4.ip_early_demux="$DEMUX" net.ipv4.tcp_early_demux="$DEMUX"
	done
	mark
	transfer_start server 6000 --stream thin --interval 20
	eventually 5 "the server's pairs are proven" has_moved server ProbeReplyReceived
	# Probes pass, and so prove nothing about data.
	on r2 nft -f - <<-'RULES'
	table ip6 refuse {
		chain passing {
			type filter hook forward priority 0
			meta l4proto tcp meta length > 200 reject with tcp reset
		}
	}
	RULES
	cut_link silent 1
	eventually 3 "the server moved" has_moved server MigratedRto
	eventually 2 "a reset of the router is dropped" has_moved server AliasRstDropped
	on r1 nft delete table ip6 cut
	on r2 nft delete table ip6 refuse
	transfer_end
	check_transfer
	exit
fi

# The client moves, and the server does not follow.
set_option server follow 0
mark
transfer_start client 12000 --stream thin --interval 20
eventually 5 "negotiated" has_connections server 1 established
client_port=$(column client lport)
eventually 5 "the server's pairs are proven" has_moved server ProbeReplyReceived
cut_link own-link-down 1
eventually 5 "moved to link 2" column_is client cur_local "$CLIENT2"
eventually 5 "data come on that pair" has_moved server AliasReceived 20
check "not followed" column_is server cur_remote "$CLIENT1"

mark
on r2 inject forge alias-rst --from "$CLIENT2" --to "$SERVER2" --port 5001 \
	--sport "$client_port" --watch r2 >"$scratch/inject" 2>&1 ||
	fail "alias-rst: $(cat "$scratch/inject")"
eventually 2 "a RST without an acknowledgment is dropped" has_moved server AliasRstDropped
check "the connection lives" has_connections server 1 established

mark
on client ss -K state established "dport = :5001" >/dev/null
eventually 3 "the peer's reset ends it" has_connections server 0 established
check_counter server AliasRstDropped == 0
transfer_end
