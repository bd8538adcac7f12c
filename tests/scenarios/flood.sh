#!/bin/bash
# SPDX-License-Identifier: MIT
# A flood of half-open handshakes stays within max_connections and leaves
# nothing behind; real connections go on.
# topology: two-routers
# machines: 6.1 debug
# seconds: 14
. "${0%/*}/lib.sh"

has_established_transfer() {
	[ "$(connections server established | wc -l)" -ge 1 ]
}

set_option server max_connections 64
on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
hide_ports client
transfer_start client 8000 --stream thin --interval 50
eventually 5 "negotiated" has_connections server 1 established

for kind in half-open spoofed garbage; do
	mark
	on r1 inject flood "$kind" --from "$CLIENT1" --to "$SERVER1" --port 7000 \
		--count 2000 >"$scratch/inject" || fail "$kind: $(cat "$scratch/inject")"
	sleep 1
	check_number "$kind: entries stay within the bound" \
		"$(connections server | wc -l)" '<=' 64
	check "$kind: the transfer's connection is still there" \
		has_established_transfer
done

transfer_end
check_transfer
eventually 90 "nothing is left" has_connections server 0
mark
set_option server max_connections 65536
transfer_start client 500
eventually 5 "a new connection is negotiated" negotiated
transfer_end
check_transfer
