#!/bin/bash
# SPDX-License-Identifier: MIT
# One of two links in use dies silently under load, and works again later: the
# other carries on almost at once, and the first is used again.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 38
# case: LINK=1
# case: LINK=2
. "${0%/*}/lib.sh"

spread_on
for sender in client server; do
	receiver=$(other "$sender")
	dead=$(address "$sender" "$LINK")
	mark
	transfer_start "$sender" 7000
	wait_until 60 received "$receiver" 4000000 || give_up "no data before the cut"
	check "$sender sends: both pairs in use" spread_above "$sender" "$(address "$sender" 2)" packets 300
	cut_link silent "$LINK"
	eventually 2 "the dead pair is left" spread_is "$sender" "$dead" state dead
	wait_until 60 received "$receiver" 6000000 || give_up "no data after the cut"
	on "r$LINK" nft delete table ip6 cut
	healed=$(now_ms)
	packets=$(spread "$sender" "$dead" packets)
	eventually 3 "the pair is used again" spread_above "$sender" "$dead" packets "$((packets + 20))"
	[ "${REAL_TIME:-0}" = 1 ] ||
		check_number "ms until then" "$(($(now_ms) - healed))" '<=' 2000
	transfer_end
	check_transfer 300
	check_counter "$sender" PathFailed '>=' 1
	check_counter "$sender" PathRestored '>=' 1
done
