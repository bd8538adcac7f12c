#!/bin/bash
# SPDX-License-Identifier: MIT
# Streams that give TCP little to notice a cut by: a thin one, and an idle
# connection that writes again after the cut.
# topology: two-routers
# machines: 6.1 debug
# seconds: 14
. "${0%/*}/lib.sh"

remember_link 1
transfer_start client 4000 --stream thin
wait_until 60 received server 1000 || give_up "no data before the cut"
cut_link silent 1
transfer_end
check_transfer 400
heal_link 1

transfer_start client 6000 --stream idle --interval 4000
wait_until 60 received server 200 || give_up "no data before the cut"
cut_link silent 1
transfer_end
check_transfer
check_number "bytes received" "$(result recv received)" == 400
heal_link 1
