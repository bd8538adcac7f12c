#!/bin/bash
# SPDX-License-Identifier: MIT
# Addresses come and go, links fail, and connections open and close, all at
# once, on two processors.
# topology: two-routers
# machines: smp-6.1 smp-6.12
. "${0%/*}/lib.sh"

remember_link 2
for host in client server; do set_option "$host" restore_delay_ms 100; done

churn() {
	local i

	for i in $(seq 1 40); do
		ip -n client -6 addr del "$CLIENT2/64" dev link2
		sleep 0.0$((RANDOM % 9 + 1))
		heal_link 2
		ip -n client link set link2 down
		sleep 0.0$((RANDOM % 9 + 1))
		heal_link 2
	done 2>/dev/null
}

transfer_start client 12000 --connections 16
wait_until 20 received server 100000 || give_up "no data"
churn &
churning=$!
for round in $(seq 1 6); do
	cut_link silent 1
	sleep 0.$((RANDOM % 9 + 1))
	on r1 nft delete table ip6 cut
	sleep 0.$((RANDOM % 9 + 1))
	set_option server follow $((round % 2))
done
wait "$churning"
heal_link 2
set_option server follow 1
transfer_end
check_transfer
check "no complaint of the kernel" no_complaints
