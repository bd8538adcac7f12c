#!/bin/bash
# SPDX-License-Identifier: MIT
# COUNT packets made of the segments of live connections, seen by a router, with
# up to three changes each (numbers, flags, time stamps, probes, PREFIX_* options,
# the other pairs of addresses, data, lengths, checksums, any byte), whole, in
# fragments, or quoted in ICMPv6 errors: the kernel has nothing to complain about,
# the stream beside them stays right, and nothing is left.
# By hand: COUNT=1000000 DURATION=300000.
# topology: two-routers
# machines: uml debug
# seconds: 180
# case: rate=100mbit COUNT=50000
. "${0%/*}/lib.sh"

: "${SEED:=1}"
set_option server max_connections 256
# What the packets make one end forget, the other would keep for ever.
on server socat -T 10 TCP6-LISTEN:7000,fork,reuseaddr PIPE 2>/dev/null &
wait_until 10 listens server 7000 || give_up "no echo server"

# Connections that may be hurt: new ones come as long as it goes on.
victims() {
	local silence

	exec {silence}<> <(:)
	while [ ! -e "$scratch/done" ]; do
		while ! read -r -t 0.05 -u "$silence"; do echo "nothing of interest"; done |
			timeout 3 socat -t 0.2 - "TCP6:[$SERVER1]:7000"
	done >/dev/null 2>&1
}

for _ in 1 2 3; do
	nsenter --net=/var/run/netns/client bash -c \
		"$(declare -f victims); scratch=$scratch SERVER1=$SERVER1 victims" &
done
transfer_start client "${DURATION:-12000}" --stream thin --interval 50
eventually 10 "negotiated" has_connections client 4 established
mark
check "the packets are sent" on r1 inject fuzz live --from "$CLIENT1" \
	--to "$SERVER1" --port 7000 --count "$COUNT" --seed "$SEED"
: >"$scratch/done"
for host in client server; do
	check_number "$host: entries stay within the bound" \
		"$(connections "$host" | wc -l)" '<=' 256
done
transfer_end
check_transfer
eventually 300 "client: nothing is left" has_connections client 0
eventually 300 "server: nothing is left" has_connections server 0
mark
transfer_start client 500
eventually 5 "a new connection is negotiated" negotiated
transfer_end
check_transfer
