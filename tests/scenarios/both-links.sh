#!/bin/bash
# SPDX-License-Identifier: MIT
# Both links die, and one comes back a minute later: the connection goes on.
# topology: two-routers
# machines: 6.1 debug
# seconds: 130
# case: BACK=1
# case: BACK=2
. "${0%/*}/lib.sh"

remember_link 1
remember_link 2
transfer_start client 100000 --stream thin --interval 100 --grace 120000
wait_until 60 received server 5000 || give_up "no data before the cut"
cut_link silent 1
cut_link silent 2
sleep 60
heal_link "$BACK"
transfer_end
check_transfer
check_number "the transfer has the bytes of after" "$(result recv last_ms)" '>' 95000
