#!/bin/bash
# SPDX-License-Identifier: MIT
# The module is unloaded in mid-transfer: the transfer goes on as plain TCP.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 22
# case: MOVED=no
# case: MOVED=yes
. "${0%/*}/lib.sh"

for sender in client server; do
	transfer_start "$sender" 4000
	wait_until 60 received "$(other "$sender")" 2000000 || give_up "no data"
	check "$sender sends: negotiated" has_connections client 1 established
	if [ "$MOVED" = yes ]; then
		cut_link silent 1
		eventually 5 "moved" column_is "$sender" cur_local \
			"$([ "$sender" = client ] && echo "$CLIENT2" || echo "$SERVER2")"
		wait_until 60 received "$(other "$sender")" 3000000 || give_up "no data after the cut"
	fi
	check "unloaded in mid-transfer" unload
	check "its files are gone" test ! -e /proc/sys/net/preserve
	transfer_end
	check_transfer
	[ "$MOVED" = no ] || on r1 nft delete table ip6 cut
	check "loaded again" load
	for host in client server; do
		check "enabled again in $host" set_option "$host" enabled 1
	done
done
