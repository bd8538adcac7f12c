#!/bin/bash
# SPDX-License-Identifier: MIT
# A genuine move of a connection that is spread: the peer does not follow data any
# more, but is told.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 30
# case: CUT=address-removed
# case: CUT=own-link-down
# case: CUT=route-removed
# case: CUT=silent
# case: CUT=carrier
# case: CUT=far-link
. "${0%/*}/lib.sh"

spread_on
remember_link 1
for sender in client server; do
	receiver=$(other "$sender")
	mark
	transfer_start "$sender" 5000
	wait_until 60 received "$receiver" 2000000 || give_up "no data before the cut"
	check "$sender sends: negotiated" negotiated
	cut_link "$CUT" 1
	case $CUT in
	address-removed | own-link-down | route-removed)
		eventually 5 "the client moved" column_is client cur_local "$CLIENT2"
		eventually 5 "the server followed" column_is server cur_local "$SERVER2"
		;;
	esac
	transfer_end
	check_transfer 450
	case $CUT in
	address-removed | own-link-down | route-removed)
		check_counter client AnnounceSent '>=' 1
		check_counter server AnnounceReceived '>=' 1
		check_counter server Followed '>=' 1
		;;
	esac
	heal_link 1
done
