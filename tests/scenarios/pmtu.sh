#!/bin/bash
# SPDX-License-Identifier: MIT
# The second path takes no full segments and does not say so: what is proven by small
# probes carries a transfer all the same, with as much in a segment as passes.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 12
# case: SENDER=client CUT=own-link-down rate=5mbit
# case: SENDER=server CUT=silent rate=5mbit
. "${0%/*}/lib.sh"

# segment HOST: the largest that its socket sends.
segment() {
	on "$1" ss -HtniO state established | sed -n 's/.* mss:\([0-9]*\) .*/\1/p'
}

# grown: to more than always passes; for eventually.
grown() {
	local bytes

	bytes=$(segment "$SENDER")
	[ "${bytes:-0}" -gt 1280 ]
}

on r2 nft add table ip6 hole
on r2 nft add chain ip6 hole passing '{ type filter hook forward priority 0; }'
on r2 nft add rule ip6 hole passing meta length '>' 1420 drop

mark
receiver=$(other "$SENDER")
transfer_start "$SENDER" 8000
wait_until 60 received "$receiver" 300000 || give_up "no data before the cut"
check "negotiated" negotiated
check_number "before: bytes in a segment" "$(segment "$SENDER")" '>' 1400
cut_link "$CUT" 1
eventually 10 "the transfer goes on" received "$receiver" 1000000
eventually 10 "in larger segments than always pass" grown
check_number "and no larger than pass: bytes in a segment" "$(segment "$SENDER")" '<=' 1348
transfer_end
check_transfer 1500
