#!/bin/bash
# SPDX-License-Identifier: MIT
# Loading, unloading, enabling and disabling under traffic, on two processors.
# topology: two-routers
# machines: smp-6.1 smp-6.12
. "${0%/*}/lib.sh"

# The clock of such a machine may run fast: the transfer may be over by then.
under_way() {
	received server 100000 || ! kill -0 "$transfer_client" 2>/dev/null
}

# Switching both ends off right after a migration strands the connection, since the
# peer never hears of it: and a stalled machine makes connections migrate.
stay() {
	for host in client server; do
		set_option "$host" rto_threshold 15
		set_option "$host" tail_probe 0
		set_option "$host" enabled 1
	done
}

stay
for round in $(seq 1 5); do
	transfer_start client 8000 --connections 8
	wait_until 60 under_way || give_up "no data"
	for host in client server client server; do
		set_option "$host" enabled 0
		set_option "$host" enabled 1
	done
	check "round $round: unloaded" unload
	check "round $round: loaded" load
	stay
	transfer_end
	check_transfer
done
