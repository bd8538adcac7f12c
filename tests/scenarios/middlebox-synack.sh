#!/bin/bash
# SPDX-License-Identifier: MIT
# A middlebox drops the options only on the way back: the SYN-ACK is repeated
# without them.
# topology: two-routers
# machines: 6.1 debug
# seconds: 9
. "${0%/*}/lib.sh"

on r1 nft add table ip6 box
on r1 nft add chain ip6 box passing '{ type filter hook forward priority 0; }'
on r1 nft add rule ip6 box passing iifname toserver ip6 nexthdr 60 drop

mark
transfer_start client 6000 --stream thin
transfer_end
check_transfer
check_counter server SynReceived '>=' 1
check_number "the connection fell back" \
	"$(($(difference client FallbackNoAnswer) + $(difference client FallbackNoOption) + $(difference server FallbackSynAck)))" '>=' 1
check "no connection in the client's table" has_connections client 0
