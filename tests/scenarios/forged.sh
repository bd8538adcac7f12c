#!/bin/bash
# SPDX-License-Identifier: MIT
# Segments forged on other pairs of a live connection, by somebody who sees it:
# each is counted, none breaks or moves the connection.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 53
. "${0%/*}/lib.sh"

transfer_start client 40000 --stream thin --interval 20
eventually 5 "negotiated" has_connections server 1 established
client_port=$(column client lport)

# forge KIND FROM TO: sent by the router of that pair, with the numbers that are
# seen on the other one.
forge() {
	local at=2 seen=1

	[ "$2" = "$CLIENT2" ] || { at=1 seen=2; }
	mark
	on "r$at" inject forge "$1" --from "$2" --to "$3" --port 5001 \
		--sport "$client_port" --watch "r$seen" >"$scratch/inject" 2>&1 ||
		fail "$1: $(cat "$scratch/inject")"
}

# Data with all the right numbers are as good as the peer's own: but then the peer
# is asked, and it answers that it is not there.
inject list | grep '^forge ' >"$scratch/kinds"
while read -r _ kind expected _; do
	forge "$kind" "$CLIENT2" "$SERVER2"
	if [ "$expected" = - ]; then
		sleep 0.2
	else
		eventually 2 "$kind: $expected moves" has_moved server "$expected"
	fi
	check "$kind: still negotiated" has_connections server 1 established
	if [ "$kind" = probe-move ]; then
		# That pair is proven, and who sees the connection can tell of a move to
		# it; the peer's next data bring it back.
		eventually 3 "$kind: on the handshake pair" column_is server cur_remote "$CLIENT1"
		continue
	fi
	check "$kind: still on the handshake pair" column_is server cur_remote "$CLIENT1"
	check_number "$kind: nothing was followed" "$(difference server Followed)" == 0
done <"$scratch/kinds"

check_counter server AliasNoSocket == 0
transfer_end
check_transfer
