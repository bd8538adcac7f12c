#!/bin/bash
# SPDX-License-Identifier: MIT
# Many destinations of one network that drop the option do not fill the table of
# black holes: the last ones are remembered, and no more than the network's share.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 12
# case: rate=5mbit
. "${0%/*}/lib.sh"

share=16
number=20

on r1 nft add table ip6 box
on r1 nft add chain ip6 box passing '{ type filter hook forward priority 0; }'
on r1 nft add rule ip6 box passing ip6 nexthdr 60 drop
ip -n server -6 route add local 2001:db8:11:0:ff::/80 dev lo
on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
for i in $(seq $number); do
	ip -n r1 -6 neigh replace "2001:db8:11:0:ff::$i" dev toserver \
		lladdr "$(ip netns exec server cat /sys/class/net/link1/address)"
done

# connect NUMBER: to that address of the network.
connect() {
	echo hello | on client socat -t5 - "TCP6:[2001:db8:11:0:ff::$1]:7000,bind=[$CLIENT1]"
}

remembered() {
	on client awk -v a="2001:db8:11:0:ff::$1" '$1 == a { found = 1 } END { exit !found }' \
		/proc/net/preserve/blackholes
}

mark
for i in $(seq $((number - 1))); do
	connect "$i" >/dev/null &
	pids[i]=$!
done
wait "${pids[@]}"
check_counter client BlackholeAdded == $((number - 1))
check "the last one gets through" test "$(connect $number)" = hello
check "the last one is remembered" remembered $number
check_number "remembered of the network" \
	"$(on client grep -c '^2001:db8:11:0:ff' /proc/net/preserve/blackholes)" == $share
