#!/bin/bash
# SPDX-License-Identifier: MIT
# Groups of tunnels come and go, the scheduler and the whole module too, while
# connections send over them and while their first packets wait: on two processors.
# topology: proxies
# machines: smp-6.1 smp-6.12
# case: family=ipv4
# case: family=ipv6
. "${0%/*}/lib.sh"

# For so many seconds groups change, and then the module goes in between.
duration=10
rounds=5

prepare() {
	local host

	for host in client server; do
		set_option "$host" scheduler/enabled 1
		set_option "$host" reorder/enabled 1
	done
	fresh_groups client server
}

churn() {
	local end=$((SECONDS + duration))

	while [ "$SECONDS" -lt "$end" ]; do
		fresh_groups client server
		sleep 0.00$((RANDOM % 9 + 1))
		set_option server scheduler/enabled $((RANDOM % 4 > 0))
	done
	set_option server scheduler/enabled 1
}

prepare
mark
transfer_start server $((duration * 1000)) --connections 16 --grace 120000
churn
transfer_end
check_transfer
check_counter server SchedPackets '>=' 1000
eventually 60 "client: nothing left in buffers" holds_nothing client

transfer_start server $((duration * 1000)) --connections 16 --grace 120000
for ((round = 0; round < rounds; round++)); do
	fresh_groups client server
	check "unloaded in mid-transfer" unload
	check "loaded again" load
	prepare
	sleep 0.$((RANDOM % 9 + 1))
done
transfer_end
check_transfer

ip netns delete server
