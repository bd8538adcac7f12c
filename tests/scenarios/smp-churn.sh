#!/bin/bash
# SPDX-License-Identifier: MIT
# Addresses come and go, links fail, and connections open and close, all at
# once, on two processors.
# topology: two-routers
# machines: smp-6.1 smp-6.12
. "${0%/*}/lib.sh"

remember_link 2
for host in client server; do set_option "$host" restore_delay_ms 100; done

# For so many seconds all of it goes on.
duration=15

churn() {
	local end=$((SECONDS + duration))

	while [ "$SECONDS" -lt "$end" ]; do
		ip -n client -6 addr del "$CLIENT2/64" dev link2
		sleep 0.0$((RANDOM % 9 + 1))
		heal_link 2
		ip -n client link set link2 down
		sleep 0.0$((RANDOM % 9 + 1))
		heal_link 2
	done 2>/dev/null
}

cuts() {
	local end=$((SECONDS + duration))

	while [ "$SECONDS" -lt "$end" ]; do
		cut_link silent 1
		sleep 0.$((RANDOM % 9 + 1))
		on r1 nft delete table ip6 cut
		sleep 0.$((RANDOM % 9 + 1))
		set_option server follow $((RANDOM % 2))
	done
}

transfer_start client $((duration * 1000)) --connections 16 --grace 120000
churn &
churning=$!
cuts &
cutting=$!
probe echo -n server --listen "$SERVER1" --port 6000 --count 500 >/dev/null 2>&1 &
wait_until 20 listens server 6000 || fail "no echo server"
timeout $((duration * 2)) probe ping -n client --connect "$SERVER1" --port 6000 \
	--count 500 --reconnect >/dev/null 2>&1
wait "$churning" "$cutting"
heal_link 2
set_option server follow 1
transfer_end
check_transfer
