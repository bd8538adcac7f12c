#!/bin/bash
# SPDX-License-Identifier: MIT
# The first ACKs of the handshake are lost: PREFIX_ACK is repeated, and the
# connection is negotiated all the same.
# topology: two-routers
# machines: 6.1 debug
# seconds: 20
# case: SENDER=client LOST=1
# case: SENDER=client LOST=3
# case: SENDER=server LOST=1
. "${0%/*}/lib.sh"

on r1 nft add table ip6 box
on r1 nft add chain ip6 box passing '{ type filter hook forward priority 0; }'
# With PREFIX_ACK the next header is 60 and the packet is no SYN: the first of those.
on r1 nft add rule ip6 box passing iifname toclient ip6 nexthdr 60 \
	tcp flags '&' syn == 0 limit rate 1/hour burst "$LOST" packets counter drop

mark
transfer_start "$SENDER" 6000
eventually 5 "the server has the PREFIX_ACK" has_connections server 1 established
check_number "packets lost" "$(on r1 nft list ruleset | grep -o 'packets [0-9]* bytes' | cut -d' ' -f2)" == "$LOST"
check_counter server AckReceived == 1
wait_until 60 received "$(other "$SENDER")" 2000000 || give_up "no data before the cut"
cut_link silent 1
transfer_end
check_transfer 450
