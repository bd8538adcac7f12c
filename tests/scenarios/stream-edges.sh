#!/bin/bash
# SPDX-License-Identifier: MIT
# What TCP does beside carrying bytes goes through a silent cut as the bytes do: data
# that are urgent; one direction that has ended; a window that is closed; an idle
# connection of which only its keepalive would notice; TLS in the kernel; sockets that share
# a port; and when the kernel finds sockets late (ip_early_demux=0).
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 10
# case: KIND=urgent
# case: KIND=half-closed
# case: KIND=window
# case: KIND=keepalive
# case: KIND=tls
# case: KIND=reuseport
# case: KIND=late-demux
. "${0%/*}/lib.sh"
. "${0%/*}/lib-led.sh"

# begun [OPTION OF THE LISTENER [OPTION OF THE CLIENT]]: one connection, which could move.
begun() {
	mark
	meet "$@"
	ready
}

# moved_over: both ends are on link 2.
moved_over() {
	eventually 5 "the client is on link 2" column_is client cur_local "$CLIENT2"
	eventually 5 "the server is on link 2" column_is server cur_local "$SERVER2"
}

urgent() {
	begun
	exchange 2000
	cut_link silent 1
	for host in client server; do
		asks "$host" "send(3000)"
		asks "$host" "s.send(b'!', MSG_OOB)" 1
		asks "$host" "send(3000)"
	done
	for host in client server; do
		asks "$host" "take(3000)"
		asks "$host" "s.recv(1, MSG_OOB)" "b'!'"
		asks "$host" "take(3000)"
	done
	moved_over
	check_counter client MigratedRto '<=' 1
}

half_closed() {
	begun
	exchange 2000
	asks client "finish()"
	asks server "end()"
	cut_link silent 1
	carry server client 200000
	moved_over
	asks server "finish()"
	asks client "end()"
	part client server

	# The end itself is what is lost.
	on r1 nft delete table ip6 cut
	begun
	cut_link silent 1
	asks client "finish()"
	asks server "end()"
	carry server client 20000
	moved_over
}

# closed_window: has the client nothing in flight, and something to send?
closed_window() {
	on client ss -HtniO state established "dport = :7000" |
		awk '!/unacked:/ && /notsent:/ { found = 1 } END { exit !found }'
}

# filled: the server reads nothing, and the client has more than that has room for.
filled() {
	begun "(SOL_SOCKET, SO_RCVBUF, 10000)" "(SOL_SOCKET, SO_SNDBUF, 30000)"
	ask client "fill()"
	held=$said
	check_number "bytes that wait" "$held" '>' 10000
	eventually 5 "the window is closed" closed_window
}

# read_all WHAT MILLISECONDS
read_all() {
	start=$(now_ms)
	tell client "send(50000)"
	asks server "take($held)"
	asks server "take(50000)"
	hears client "sends the rest"
	check_number "ms from $1 to the last byte" $(($(now_ms) - start)) '<=' "$2"
}

window() {
	filled
	cut_link silent 1
	moved_over
	check "it is still closed" closed_window
	read_all "the first read" 1500
	part client server

	# It is opened while nothing passes.
	on r1 nft delete table ip6 cut
	filled
	cut_link silent 1
	read_all "the cut" 4000
	moved_over
}

keepalive() {
	begun
	exchange 2000
	for value in "TCP_KEEPIDLE, 1" "TCP_KEEPINTVL, 1" "TCP_KEEPCNT, 2"; do
		asks client "option(IPPROTO_TCP, $value)"
	done
	asks client "option(SOL_SOCKET, SO_KEEPALIVE, 1)"
	cut_link silent 1
	moved_over
	# Plain TCP would have given up by then.
	sleep 2
	exchange 2000
}

tls() {
	begun
	key="struct.pack('=HH', 0x0303, 51) + bytes(range(8)) + bytes(range(16)) + bytes(4) + bytes(8)"
	for host in client server; do
		asks "$host" "option(IPPROTO_TCP, 31, b'tls')"
		for direction in 1 2; do
			asks "$host" "option(282, $direction, $key)"
		done
	done
	exchange 20000
	cut_link silent 1
	exchange 100000
	moved_over
}

# shares NAME ADDRESS: binds a new socket to that address and the port of the listeners.
shares() {
	asks "$1" "(fresh((SOL_SOCKET, SO_REUSEADDR, 0), (SOL_SOCKET, SO_REUSEPORT, $3)), s.bind(('$2', 7000)))[0]" "$4"
}

reuseport() {
	port="(SOL_SOCKET, SO_REUSEPORT, 1)"
	mark
	for name in server server2; do
		lead server "$name"
		asks "$name" "listen('::', 7000, $port)"
	done
	lead server server3
	lead client client2
	lead client
	# Two of the client from one port as well: to 7000, and to a port that one has alone.
	asks server3 "listen('::', 7001)"
	asks client "connect('$SERVER1', 7001, '$CLIENT1', 4444, $port)"
	asks client2 "connect('$SERVER1', 7000, '$CLIENT1', 4444, $port)"
	asks server3 "accept()"
	taker=$(for name in server server2; do
		ask "$name" "len(select([l], [], [], 0.2)[0])"
		[ "$said" = 0 ] || echo "$name"
	done)
	asks "$taker" "accept()"
	eventually 5 "both are negotiated" has_moved server Established 2
	for pair in "client server3" "client2 $taker"; do
		read -r one other <<<"$pair"
		carry "$one" "$other" 70000
	done
	eventually 5 "the client knows the other link" proven client "$CLIENT2" "$SERVER2"
	cut_link silent 1
	for pair in "client server3" "client2 $taker"; do
		read -r one other <<<"$pair"
		exchange 20000 "$one" "$other"
		asks "$one" "s.getsockname()[:2]" "('$CLIENT2', 4444)"
		asks "$other" "s.getsockname()[0]" "$SERVER2"
	done
	lead server server4
	shares server4 "$SERVER2" 1 ok
	shares server4 "$SERVER2" 0 EADDRINUSE
	part client client2 server server2 server3 server4
}

late_demux() {
	for host in client server; do
		on "$host" sysctl -qw net.ipv4.ip_early_demux=0 net.ipv4.tcp_early_demux=0
	done
	begun
	exchange 50000
	cut_link silent 1
	exchange 200000
	moved_over
	check_counter client AliasNoSocket == 0
	check_counter server AliasNoSocket == 0
}

"${KIND//-/_}"
[ "$KIND" = reuseport ] || part client server
check_number "options refused, fallbacks" "$(refusals)" == 0
