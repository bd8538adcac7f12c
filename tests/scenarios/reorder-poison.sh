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
ip netns add attacker
ip link add toclient netns attacker type veth peer name attack netns client
ip -n attacker link set toclient addrgenmode none up
ip -n attacker -6 addr add fe80::bad/64 dev toclient nodad
ip -n client link set attack up
ip -n attacker -6 route add "$CLIENT1" dev toclient
ip -n attacker -6 neigh add "$CLIENT1" dev toclient \
	lladdr "$(ip -n client -o link show attack | sed 's/.*ether \([^ ]*\).*/\1/')"

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
on attacker inject blind data --from "$SERVER1" --to "$CLIENT1" --dev toclient \
	--sport 5001 --port "$port" --count 150 --interval 20 >"$scratch/inject" 2>&1 ||
	fail "inject: $(cat "$scratch/inject")"
check_number "gaps given up under attack ($undisturbed without)" "$(gaps)" '<=' \
	$((undisturbed + 10))
refused=$(($(difference client RefusedSequence) + $(difference client RefusedAck) + \
	$(difference client RefusedTime)))
check_number "segments refused, of 150" "$refused" '>=' 150
transfer_end
check_transfer
