#!/bin/bash
# SPDX-License-Identifier: MIT
# Nobody puts in order what comes over several paths: the sender does not take for
# lost what is only late.
# topology: proxies
# machines: 6.1 6.12 uml debug
# seconds: 20
# case: proxies=5 rate=1200kbit
# case: proxies=5 rate=1200kbit family=ipv6
. "${0%/*}/lib.sh"

bytes=1000000
mkdir -p "$scratch/www"
probe content --bytes "$bytes" >"$scratch/www/document"
serve_files
set_option server scheduler/enabled 1
on server bash -c 'printf "tun%d 1\n" 1 2 3 4 5 >/proc/net/preserve/paths'

# segments KIND: of the server's kernel.
segments() {
	on server nstat -asz "$1" | awk -v n="$1" '$1 == n { print $2 }'
}

download "spread" "$bytes"
check_number "segments that overtook" "$(segments TcpExtTCPSACKReorder)" '>=' 50
check_number "segments sent again" "$(segments TcpRetransSegs)" '<=' $((bytes / 1400 / 20))
for path in 1 2 3 4 5; do
	check_number "packets over path $path" "$(path_packets "tun$path")" '>=' 100
done
