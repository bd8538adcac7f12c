#!/bin/bash
# SPDX-License-Identifier: MIT
# A connection that is spread over both links leaves one alone that the other end calls
# a backup, until the first dies.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 5
# case: MODE=1
. "${0%/*}/lib.sh"

spread_on
set_option client scheduler/pairs_mode "$MODE"
set_option server backup_devices link2
mark
transfer_start client 3000
wait_until 60 received server 1000000 || give_up "no data"
check_counter client SpreadAgreed == 1
eventually 5 "the backup is ready" spread_is client "$CLIENT2" state up
check "and has no share" spread_is client "$CLIENT2" effective 0
check "the first link has all" spread_is client "$CLIENT1" effective 1000
wait_until 60 received server 3000000 || give_up "no data any more"
# One late answer makes it look elsewhere for a moment.
first=$(spread client "$CLIENT1" packets)
check_number "packets over the backup, a hundred times" "$((100 * $(spread client "$CLIENT2" packets)))" '<' "$first"
cut_link silent 1
eventually 5 "the backup is used when the first link is dead" spread_above client "$CLIENT2" packets 300
transfer_end
check_transfer 450
