#!/bin/bash
# SPDX-License-Identifier: MIT
# One of two tunnels dies silently under load, in both directions: the other carries on
# almost at once, and is not taken for dead although the peer, who does not know yet,
# sends answers and acknowledgments the dead way.
# topology: proxies
# machines: 6.1 debug
# seconds: 37
# case: rate=20mbit
# case: rate=20mbit family=ipv6
. "${0%/*}/lib.sh"

# swallow add|del: what proxy1 receives.
swallow() {
	local device

	for device in toclient toserver; do
		tc -n proxy1 qdisc "$1" dev "$device" clsact
		[ "$1" = del ] ||
			tc -n proxy1 filter add dev "$device" ingress matchall action drop
	done
}

for host in client server; do
	set_option "$host" scheduler/enabled 1
	set_option "$host" reorder/enabled 1
done
for sender in server client; do
	receiver=$(other "$sender")
	fresh_groups client server
	mark
	transfer_start "$sender" 7000
	wait_until 60 received "$receiver" 4000000 || give_up "no data before the cut"
	swallow add
	eventually 3 "$sender sends: the dead tunnel is left" path_is "$sender" tun1 state dead
	wait_until 60 received "$receiver" 8000000 || give_up "no data after the cut"
	check_counter "$sender" PathFailed == 1
	swallow del
	eventually 3 "it is used again" path_is "$sender" tun1 state up
	transfer_end
	check_transfer 450
done
