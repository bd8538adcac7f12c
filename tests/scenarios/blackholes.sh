#!/bin/bash
# SPDX-License-Identifier: MIT
# Many destinations of one network that drop the option do not fill the table of
# black holes: the last ones are remembered, and no more than the network's share. Nor do
# many networks: the one that is over first goes.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 14
# case: rate=5mbit queue=2000
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

# 70 other networks, more than the table holds; nobody need accept them.
most=1024
echo 4096 >/sys/module/preserve/parameters/max_blackholes
on server sysctl -qw net.core.somaxconn=4096 net.ipv4.tcp_max_syn_backlog=4096
ip -n server -6 route add local 2001:db8:f000::/36 dev lo
ip -n r1 -6 route add 2001:db8:f000::/36 via "$SERVER1"
on server python3 -c '
import signal, socket
listener = socket.create_server(("::", 7001), family=socket.AF_INET6, backlog=4096)
signal.pause()' &
wait_until 10 listens server 7001 || give_up "no second listener"
ulimit -n 4096
mark
on client python3 -c '
import select, socket, sys
held = []
for network in range(70):
    for host in range(1, 17):
        s = socket.socket(socket.AF_INET6)
        s.bind((sys.argv[1], 0))
        s.setblocking(False)
        s.connect_ex((f"2001:db8:f{network:03x}::{host:x}", 7001))
        held.append(s)
for s in held:
    poll = select.poll()
    poll.register(s, select.POLLOUT)
    poll.poll(5000)' "$CLIENT1"
check_counter client BlackholeAdded == $((70 * 16))
check_number "remembered of all" "$(on client awk 'NR > 1' /proc/net/preserve/blackholes | wc -l)" == $most
check "the oldest is forgotten" not remembered $number
