#!/bin/bash
# SPDX-License-Identifier: MIT
# The module is disabled at one end in mid-transfer, and enabled again.
# topology: two-routers
# machines: 6.1 debug
# seconds: 20
# case: HOST=client
# case: HOST=server
. "${0%/*}/lib.sh"

transfer_start client 4000
wait_until 60 received server 2000000 || give_up "no data"
check "negotiated" has_connections client 1 established
check "disabled" set_option "$HOST" enabled 0
check "its table is empty" has_connections "$HOST" 0
transfer_end
check_transfer 300
check "enabled" set_option "$HOST" enabled 1
mark
transfer_start client 500
eventually 5 "a new connection is negotiated" negotiated
transfer_end
check_transfer
