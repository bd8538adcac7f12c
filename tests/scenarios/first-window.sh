#!/bin/bash
# SPDX-License-Identifier: MIT
# Beside a fast path a slow one gets nothing of the first window, which would be
# waited for at the end; and where nobody tells which is which, nothing waits long.
# topology: proxies
# machines: 6.1 uml debug
# seconds: 30
# case: proxies=2 rate=100mbit rate1=160kbit
# case: proxies=2 rate=100mbit rate1=160kbit family=ipv6
. "${0%/*}/lib.sh"

bytes=200000
mkdir -p "$scratch/www"
probe content --bytes "$bytes" >"$scratch/www/document"
serve_files
for host in client server; do
	set_option "$host" scheduler/enabled 1
	set_option "$host" reorder/enabled 1
done

mark
fresh_groups client server
download "measured" "$bytes"
# The SYN-ACK may take the slow path, and acknowledgments: no segment of data.
check_number "bytes on the slow path" "$(path server tun1 bytes)" '<' 1000
check_number "packets on the fast path" "$(path_packets tun2)" '>=' $((bytes / 1428))
check_counter client ReorderTimeout == 0

# Without answers to probes: by weight, after a moment.
on client nft -f - <<NFT
table inet silent {
	chain input {
		type filter hook input priority -300;
		icmp type echo-request drop
		icmpv6 type echo-request drop
	}
}
NFT
fresh_groups client server
download "not measured" "$bytes"
check_number "packets on the slow path without measures" "$(path_packets tun1)" '>' 3
on client nft delete table inet silent

