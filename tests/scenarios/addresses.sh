#!/bin/bash
# SPDX-License-Identifier: MIT
# Every size of address set: what can move moves, the rest goes on where it is. A
# SYN-ACK of the default size has no room for three addresses of each end.
# topology: two-routers
# machines: 6.1 debug
# seconds: 20
# case: client_addresses=1 server_addresses=1 PAIRS=1
# case: client_addresses=1 server_addresses=2 PAIRS=2
# case: client_addresses=2 server_addresses=1 PAIRS=2
# case: client_addresses=2 server_addresses=2 host_ids=different PAIRS=4
# case: client_addresses=3 server_addresses=3 PAIRS=6
# case: client_addresses=3 server_addresses=3 BYTES=32 PAIRS=9
# case: client_addresses=2 server_addresses=2 core=yes PAIRS=4
. "${0%/*}/lib.sh"

for host in client server; do set_option "$host" max_option_bytes "${BYTES:-24}"; done
mark
transfer_start client 4000
wait_until 60 received server 1000000 || give_up "no data before the cut"
check "client: pairs" column_is client pairs "$PAIRS"
check "server: pairs" column_is server pairs "$PAIRS"
check_number "options refused" "$(refusals)" == 0
if [ "$PAIRS" -ge 4 ]; then
	cut_link silent 1
	transfer_end
	check_transfer 450
	check "moved to another address" test "$(difference client MigratedRto)" -ge 1
else
	transfer_end
	check_transfer
	check_number "migrations and follows" "$(moves)" == 0
fi
