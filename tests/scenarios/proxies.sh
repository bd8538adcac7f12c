#!/bin/bash
# SPDX-License-Identifier: MIT
# A download from nginx is spread over three proxies by weight, and put in order again;
# also where the way to one is narrower than TCP knows.
# topology: proxies
# machines: 6.1 6.12 7.3 uml
# seconds: 36
# case: proxies=3 rate=4mbit queue=1000
# case: proxies=3 rate=4mbit queue=1000 family=ipv6
# case: proxies=3 rate=4mbit queue=1000 two_way=no
. "${0%/*}/lib.sh"

bytes=2400000
mkdir -p "$scratch/www"
probe content --bytes "$bytes" >"$scratch/www/document"
serve_files

# share TEXT VALUE OF PART: VALUE is PART hundredths of OF, give or take two.
share() {
	check_number "$1" "$((100 * $2 / $3))" '>=' "$(($4 - 2))"
	check_number "$1" "$((100 * $2 / $3))" '<=' "$(($4 + 2))"
}

mark
download "plain" "$bytes"
check_counter server SchedPackets == 0

on server bash -c 'printf "tun1 1\ntun2 2\ntun3 3\n" >/proc/net/preserve/paths'
set_option server scheduler/enabled 1
set_option client reorder/enabled 1
mark
download "spread" "$bytes"
first=$(path_packets tun1) second=$(path_packets tun2) third=$(path_packets tun3)
all=$((first + second + third))
check_number "packets of the server" "$all" '>=' $((bytes / 1428))
share "tun1, a sixth" "$first" "$all" 16
share "tun2, a third" "$second" "$all" 33
share "tun3, a half" "$third" "$all" 50
check_counter client ReorderHeld '>' 0

# A narrower tunnel has its share all the same: TCP makes smaller packets.
ip -n server link set tun2 mtu 1280
download "one is narrow" "$bytes"
all=$(($(path_packets tun1) + $(path_packets tun2) + $(path_packets tun3) - all))
check_number "packets of the server" "$all" '>=' $((bytes / 1250))
share "tun2, a third" $(($(path_packets tun2) - second)) "$all" 33

set_option server scheduler/enabled 0
mark
download "plain again" "$bytes"
check_counter server SchedPackets == 0
