#!/bin/bash
# SPDX-License-Identifier: MIT
# A middlebox that drops packets with Destination Options: the connection comes
# up without them, one retransmission later, and the destination is remembered.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 24
. "${0%/*}/lib.sh"

box() {
	on r1 nft add table ip6 box
	on r1 nft add chain ip6 box passing '{ type filter hook forward priority 0; }'
	on r1 nft add rule ip6 box passing ip6 nexthdr 60 drop
}

box
mark
transfer_start client 5000 --stream thin
transfer_end
check_transfer
check_counter client SynSent == 2
check_counter client FallbackNoAnswer == 1
check_counter client BlackholeAdded == 1
check_number "black holes" "$(on client awk 'NR > 1' /proc/net/preserve/blackholes | wc -l)" == 1
check "the server is the black hole" \
	test "$(on client awk 'NR == 2 { print $1 }' /proc/net/preserve/blackholes)" = "$SERVER1"

# Remembered: the second connection does not wait.
mark
transfer_start client 500
transfer_end
check_transfer
check_counter client SynSent == 0
check_counter client FallbackBlackhole == 1

# The middlebox goes; while it is remembered, nothing changes ...
on r1 nft delete table ip6 box
mark
transfer_start client 300
transfer_end
check_counter client FallbackBlackhole == 1

# ... and a shorter memory forgets at once.
set_option client enabled 0
set_option client enabled 1
set_option client blackhole_timeout 0
mark
transfer_start client 500
eventually 5 "negotiated again" negotiated
transfer_end
check_transfer

# What is over is tried again; a second failure is counted as such, and when the option
# gets through all is forgotten.
box
set_option client enabled 0
set_option client enabled 1
set_option client blackhole_timeout 2
mark
for n in 1 2; do
	transfer_start client 100
	transfer_end
	check_number "failures" "$(on client awk 'NR == 2 { print $3 }' /proc/net/preserve/blackholes)" == "$n"
	sleep 2
done
check_counter client FallbackNoAnswer == 2
check_counter client FallbackBlackhole == 0
on r1 nft delete table ip6 box
mark
transfer_start client 500
eventually 5 "negotiated once more" negotiated
transfer_end
check_transfer
