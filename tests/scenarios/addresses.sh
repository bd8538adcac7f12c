#!/bin/bash
# SPDX-License-Identifier: MIT
# Every size of address set: what can move moves, what cannot stays plain-like.
# topology: two-routers
# machines: 6.1 6.12 uml
# case: client_addresses=1 server_addresses=1 PAIRS=1
# case: client_addresses=1 server_addresses=2 PAIRS=2
# case: client_addresses=2 server_addresses=1 PAIRS=2
# case: client_addresses=2 server_addresses=2 host_ids=different PAIRS=4
# case: client_addresses=3 server_addresses=3 PAIRS=9
# case: client_addresses=2 server_addresses=2 core=yes PAIRS=4
. "${0%/*}/lib.sh"

mark
transfer_start client 4000
wait_until 10 received server 1000000 || give_up "no data before the cut"
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
