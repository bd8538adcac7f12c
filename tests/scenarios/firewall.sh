#!/bin/bash
# SPDX-License-Identifier: MIT
# A stateful firewall lets in what belongs to a connection that it has seen go out:
# at the client, in front of it, or at a server that takes SYNs to one port. What goes
# on after a cut has to be opened from the inside, on a pair it has not seen yet.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 10
# pairs: FW=host,cpe,server SENDER=client,server STREAM=bulk,thin CUT=silent,own-link-down rate=5mbit
. "${0%/*}/lib.sh"

case $FW in
host) guard client input 'iif lo accept' ;;
server) guard server input 'iif lo accept' \
	'ct state new tcp flags & (fin|syn|rst|ack) == syn accept' ;;
cpe)
	for router in r1 r2; do
		guard "$router" forward 'iifname toclient accept'
	done
	;;
esac

mark
receiver=$(other "$SENDER")
transfer_start "$SENDER" 6000 --stream "$STREAM"
case $STREAM in
bulk) wait_until 60 received "$receiver" 300000 || give_up "no data before the cut" ;;
thin) wait_until 60 received "$receiver" 4000 || give_up "no data before the cut" ;;
esac
check "negotiated" negotiated
cut_link "$CUT" 1
transfer_end
check_transfer 500
check_number "migrations and follows" "$(moves)" '>=' 2
