#!/bin/bash
# SPDX-License-Identifier: MIT
# Link 1 is cut and healed, then link 2: the connection survives both.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 13
. "${0%/*}/lib.sh"

remember_link 1
transfer_start client 9000
wait_until 60 received server 2000000 || give_up "no data before the cut"
cut_link silent 1
eventually 5 "moved to link 2" column_is client cur_local "$CLIENT2"
wait_until 60 received server 6000000 || give_up "no data between the cuts"
heal_link 1
wait_until 60 received server 8000000 || give_up "no data after link 1 came back"
remember_link 2
# The module may have returned to link 1 by itself; cut the one in use.
used=2
[ "$(column client cur_local)" = "$CLIENT2" ] || used=1
cut_link silent "$used"
transfer_end
check_transfer 700
heal_link "$used"
