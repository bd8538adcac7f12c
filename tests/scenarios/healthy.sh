#!/bin/bash
# SPDX-License-Identifier: MIT
# A full link, or one that loses a packet in twenty, is no dead one: hardly anybody
# leaves it, and nobody a link whose queue our own connections fill, even one of seconds.
# MOST is of migrations and follows.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 36
# case: rate=5mbit N=8 STREAM=bulk MOST=0
# case: rate=5mbit queue=1000 N=8 STREAM=bulk MOST=0
# case: rate=20mbit loss=5% N=4 STREAM=bulk MOST=4
# case: rate=20mbit loss=5% N=20 STREAM=thin MOST=4
. "${0%/*}/lib.sh"

for sender in client server; do
	mark
	transfer_start "$sender" "${MS:-8000}" --stream "$STREAM" --connections "$N"
	transfer_end
	check_transfer
	# Where segments are lost, some of the handshakes fall back.
	check_counter client Established '>=' $((N / 2))
	check_number "$sender sends: migrations and follows" "$(moves)" '<=' "${MOST:-0}"
done
