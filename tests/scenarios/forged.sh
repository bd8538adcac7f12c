#!/bin/bash
# SPDX-License-Identifier: MIT
# Segments forged on other pairs of a live connection, by somebody who sees it:
# each is counted, none breaks or moves the connection.
# topology: two-routers
# machines: 6.1 6.12 debug
. "${0%/*}/lib.sh"

transfer_start client 60000 --stream thin --interval 20
eventually 5 "negotiated" has_connections server 1 established
client_port=$(column client lport)

# Sent by router 2 in the client's name, with the numbers seen on router 1.
while read -r _ kind expected _; do
	case $kind in alias-valid) continue ;; esac
	mark
	on r2 inject forge "$kind" --from "$CLIENT2" --to "$SERVER2" \
		--port 5001 --sport "$client_port" --watch r1 >"$scratch/inject" 2>&1 ||
		fail "$kind: $(cat "$scratch/inject")"
	if [ "$expected" = - ]; then
		sleep 0.2
	else
		eventually 2 "$kind: $expected moves" has_moved server "$expected"
	fi
	check "$kind: still on the handshake pair" column_is server cur_remote "$CLIENT1"
	check "$kind: still negotiated" has_connections server 1 established
	check_number "$kind: nothing was followed" "$(difference server Followed)" == 0
done < <(inject list | grep '^forge ')

check_counter server AliasNoSocket == 0
kill "$transfer_client"
wait "$transfer_client" "$transfer_server" 2>/dev/null
check_number "bytes changed" "$(result recv changed)" == 0
