#!/bin/bash
# SPDX-License-Identifier: MIT
# A link, an address or a route that changes makes the module look at the connections
# that it concerns, at most every 100 ms, not at all others that there are, and not
# more often when it takes long. Rules that lead one user or one mark another way count
# for what is theirs.
# By hand: COUNT=10000.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 28
# case: COUNT=300
. "${0%/*}/lib.sh"

: "${COUNT:=300}"

ulimit -n 65536
on server sysctl -qw net.core.somaxconn=65536
# The machine has little memory, and is both ends.
echo 65536 >/sys/module/preserve/parameters/max_connections
remember_link 2
ip -n client link add other type dummy
ip -n client link set other up

# Those that have nothing to do with link 2.
set_option client announce_devices link1
on server python3 -c '
import socket
listener = socket.create_server(("::", 7000), family=socket.AF_INET6, backlog=4096)
held = []
while True:
    held.append(listener.accept()[0])' &
holder=$!
wait_until 20 listens server 7000 || give_up "no listener"
on client python3 -c '
import select, signal, socket, sys
source, server, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
held = []
while len(held) < count:
    some = [socket.socket(socket.AF_INET6) for _ in range(min(50, count - len(held)))]
    for s in some:
        s.bind((source, 0))
        s.setblocking(False)
        s.connect_ex((server, 7000))
    for s in some:
        poll = select.poll()
        poll.register(s, select.POLLOUT)
        poll.poll(30000)
    held += some
signal.pause()' "$CLIENT1" "$SERVER1" "$COUNT" &
connector=$!
eventually 120 "$COUNT on link 1 only" has_connections client "$COUNT" established

set_option client announce_devices default
probe recv -n server --listen "$SERVER2" --duration 10000 --connections 3 --stream thin --interval 20 >"$scratch/recv.json" &
transfer_server=$!
wait_until 60 listens server 5001 || give_up "no listener for the transfer"
probe send -n client --connect "$SERVER2" --bind "$CLIENT2" --duration 10000 --connections 3 --stream thin --interval 20 \
	>"$scratch/send.json" &
transfer_client=$!
eventually 20 "3 on link 2" has_connections client $((COUNT + 3)) established
# All their pairs have been asked.
sleep 2

mark
start=$(now_ms)
for ((i = 0; i < 100; i++)); do
	ip -n client address add "2001:db8:77::$i/64" dev other nodad
	ip -n client address del "2001:db8:77::$i/64" dev other
	sleep 0.01
done
took=$(($(now_ms) - start))
check_counter client Scans '<=' $((took / 100 + 2))
check_counter client Scans '>' 0
check_counter client Scanned == 0

# What may concern all is seen by all, once.
sleep 0.3
mark
ip -n client -6 route add default dev other table 77
eventually 5 "a default route: all looked at" has_moved client Scanned $((COUNT + 3))
check_counter client Scanned == $((COUNT + 3))

# left: by all that were on link 2. The other end may have been quicker.
left() {
	[ $(($(difference client MigratedLinkDown) + $(difference client Followed))) -ge 3 ]
}

mark
cut_link carrier 2
eventually 5 "link 2 went: all on it moved" left
check_counter client Scanned '<=' 6
mark
ip -n r2 link set toclient up
eventually 5 "link 2 came: looked at" has_moved client Scanned 3
sleep 1
check_counter client Scanned '<=' $((3 * $(difference client Scans)))
heal_link 2
transfer_end
check_transfer 180

# ---- a route that one user has, and one mark --------------------------------

# private RULE TABLE: what the rule takes leaves link 1 by a route of its own.
private() {
	ip -n client -6 route add unreachable default metric 2048 table "$2"
	ip -n client -6 route add default via 2001:db8:1::1 dev link1 metric 1 table "$2"
	ip -n client -6 rule add priority "$2" from "$CLIENT1" $1 lookup "$2"
}

# idle MARK COMMAND...: a connection that says nothing.
idle() {
	local mark=$1

	shift
	on client "$@" python3 -c '
import signal, socket, sys
s = socket.socket(socket.AF_INET6)
if int(sys.argv[3]):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, int(sys.argv[3]))
s.bind((sys.argv[1], 0))
s.connect((sys.argv[2], 7000))
signal.pause()' "$CLIENT1" "$SERVER1" "$mark" &
	idlers+=($!)
}

# proven: both of them on link 2.
proven() {
	on client awk -v a="$CLIENT2" '$2 == a && $8 != "-" && !seen[$1]++ { n++ } END { exit n < 2 }' \
		/proc/net/preserve/aliases
}

idlers=()
private "uidrange 1000-1000" 500
private "fwmark 7" 501
idle 0 setpriv --reuid 1000 --regid 1000 --clear-groups
idle 7
eventually 20 "idle connections of a user and of a mark" proven
# From now on there is nothing to wait for but the change.
sleep 1
mark
for table in 500 501; do
	ip -n client -6 route del default via 2001:db8:1::1 dev link1 table "$table"
done
eventually 2 "their routes went: both moved" has_moved client MigratedNoRoute 2
check_counter client MigratedNoRoute == 2
# ---- a scan that takes long --------------------------------------------------

# Every look-up passes all of these, so that a scan takes more than the 100 ms.
seq 4000 | sed "s|.*|rule add priority 1 from 2001:db8:f000:&::/64 lookup 77|" | ip -n client -6 -batch -
sleep 3
mark
start=$(now_ms)
ip -n client -6 route add default dev other table 78
eventually 5 "all looked at, slowly" has_moved client Scanned "$COUNT"
one=$(($(now_ms) - start))
sleep 2
mark
start=$(now_ms)
while [ "$(now_ms)" -lt $((start + 2000)) ]; do
	ip -n client -6 route del default dev other table 78
	ip -n client -6 route add default dev other table 78
	sleep 0.01
done
took=$(($(now_ms) - start))
check_counter client Scans '>' 1
check_number "ms of $took that scans took, at $one" "$(($(difference client Scans) * one))" '<=' $((took / 2))
kill "$holder" "$connector" "${idlers[@]}"
