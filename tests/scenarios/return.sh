#!/bin/bash
# SPDX-License-Identifier: MIT
# A healed handshake pair is used again after restore_delay_ms, without a gap.
# topology: two-routers
# machines: 6.1 debug
# seconds: 21
# case: STREAM=bulk
# case: STREAM=thin
. "${0%/*}/lib.sh"

# A full queue is no reason to move.
stream() {
	if [ "${STREAM:-bulk}" = thin ]; then
		bytes=20000
		transfer_start client "$1" --stream thin --interval 20
	else
		bytes=2000000
		transfer_start client "$1"
	fi
}

remember_link 1
for host in client server; do set_option "$host" restore_delay_ms 1000; done
mark
stream 9000
wait_until 60 received server "$bytes" || give_up "no data before the cut"
cut_link silent 1
eventually 5 "moved to link 2" column_is client cur_local "$CLIENT2"
heal_link 1
eventually 5 "back on link 1" column_is client cur_local "$CLIENT1"
check "the cause is told" column_is client cause path_restored
transfer_end
check_transfer 450
check_counter client MigratedPathRestored '>=' 1

for host in client server; do set_option "$host" restore_delay_ms 0; done
mark
stream 5000
wait_until 60 received server "$bytes" || give_up "no data before the cut"
cut_link silent 1
eventually 5 "moved to link 2" column_is client cur_local "$CLIENT2"
heal_link 1
transfer_end
check_transfer 450
check_counter client MigratedPathRestored == 0
