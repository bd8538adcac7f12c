#!/bin/bash
# SPDX-License-Identifier: MIT
# Data with random numbers, while a connection is spread over two links and what
# arrives is put in order: no gap is given up for them, nothing of them is held.
# topology: two-links
# machines: 6.1 uml debug
# seconds: 16
# case: rate=3mbit
. "${0%/*}/lib.sh"

spread_on
# Two delays, so that there is something to be put in order.
tc -n server qdisc replace dev link2 root netem delay 25ms rate 3mbit limit 100
transfer_start server 9000
wait_until 60 received client 500000 || give_up "no data"
port=$(on client ss -HtnO state established "dport = :5001" |
	awk '{ sub(/.*:/, "", $3); print $3; exit }')

# gaps: given up since mark.
gaps() {
	echo $(($(difference client ReorderLost) + $(difference client ReorderTimeout) + \
		$(difference client ReorderFull)))
}

mark
sleep 3
undisturbed=$(gaps)
mark
# By a link of the connection: what comes by it tells how far that path is.
on server inject blind data --from "$SERVER1" --to "$CLIENT1" --dev link1 \
	--sport 5001 --port "$port" --count 150 --interval 20 >"$scratch/inject" 2>&1 ||
	fail "inject: $(cat "$scratch/inject")"
check_number "gaps given up under attack ($undisturbed without)" "$(gaps)" '<=' \
	$((undisturbed + 10))
refused=$(($(difference client RefusedSequence) + $(difference client RefusedAck) + \
	$(difference client RefusedTime)))
# Each once; the queue of the link has no room for some of them.
check_number "segments refused, of 150" "$refused" '>=' 100
check_number "each is refused once" "$refused" '<=' 200
transfer_end
check_transfer
