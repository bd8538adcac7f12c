#!/bin/bash
# SPDX-License-Identifier: MIT
# Sockets that are to be left alone are plain TCP, and a counter says why: those that
# sign their segments, at either end; that are bound to a device; that are in a VRF. IPv4 in a
# socket of IPv6 is not looked at. What becomes so later stays where it is. Addresses in a VRF
# are not told by what is outside of it, and what comes there is not for it.
# topology: two-links
# machines: 6.1 6.12 7.3 uml debug
# seconds: 27
. "${0%/*}/lib.sh"
. "${0%/*}/lib-led.sh"

device() {
	echo "(SOL_SOCKET, SO_BINDTODEVICE, b'$1')"
}

# key ADDRESS: TCP_MD5SIG, for segments from and to there.
key() {
	echo "(IPPROTO_TCP, 14, struct.pack('=HHI16sI100xBBHi80s', AF_INET6, 0, 0, inet_pton(AF_INET6, '$1'), 0, 0, 0, 6, 0, b'secret'))"
}

# opened HOST: what was counted of handshakes there.
opened() {
	moved "$1" | awk '/^(Syn|Ack|Established|Fallback)/ { print $1 }' | xargs
}

# is_plain COUNTERS OF THE CLIENT [OF THE SERVER]: of the connection, which ends.
is_plain() {
	local host

	exchange 20000
	for host in client server; do
		check "$host: not in the table" has_connections "$host" 0
	done
	check "client: $1" test "$(opened client)" = "$1"
	check "server: ${2:-}" test "$(opened server)" = "${2:-}"
	part client server
	mark
}

# ---- signed, bound, IPv4 -------------------------------------------------------

mark
meet "$(key "$CLIENT1")" "$(key "$SERVER1")"
is_plain FallbackBound
meet "$(key 2001:db8:99::1)"
is_plain "SynSent FallbackNoOption" "SynReceived FallbackBound"
meet "" "$(device link1)"
is_plain FallbackBound
meet "$(device link1)"
is_plain "SynSent FallbackNoOption" "SynReceived FallbackBound"

ip -n client address add 192.0.2.1/24 dev link1
ip -n server address add 192.0.2.2/24 dev link1
lead server
lead client
asks server "listen('::')"
asks client "connect('::ffff:192.0.2.2')"
asks server "accept()"
asks client "s.getsockname()[0]" ::ffff:192.0.2.1
is_plain ""

# ---- later ---------------------------------------------------------------------

# stays COMMAND...: while link 1 is cut the connection stays where it is, because of what
# the command tells.
stays() {
	local host

	for host in client server; do
		on "$host" nft add table ip6 cut
		on "$host" nft add chain ip6 cut first '{ type filter hook prerouting priority raw; }'
		on "$host" nft add rule ip6 cut first iifname link1 drop
	done
	for host in client server; do
		tell "$host" "send(20000)"
		hears "$host" "sends"
	done
	eventually 5 "the reason to stay: $*" "$@"
	sleep 0.3
	for host in client server; do
		asks "$host" "s.getsockname()[0]" "$(address "$host" 1)"
		on "$host" nft delete table ip6 cut
	done
	for host in client server; do
		asks "$host" "take(20000)"
	done
	check_number "moves" "$(moves)" == 0
	part client server
	mark
}

# refused COUNTER: at one of the ends.
refused() {
	has_moved client "$1" || has_moved server "$1"
}

meet
ready
asks client "option$(device link1)"
stays has_connections client 0

meet
ready
asks client "option$(key "$SERVER1")"
asks server "option$(key "$CLIENT1")"
stays refused RefusedSignature

# ---- in a VRF ------------------------------------------------------------------

# routes HOST LINK [TABLE]: its address, which goes when it joins a VRF or leaves it, and
# the way to its neighbour there.
routes() {
	local via

	via=$(address "$(other "$1")" "$2")
	ip -n "$1" -6 address replace "$(address "$1" "$2")/64" dev "link$2" nodad
	ip -n "$1" -6 route replace default via "$via" dev "link$2" table "${3:-$2}"
	[ $# = 3 ] || ip -n "$1" -6 route replace default via "$via" dev "link$2" metric "${2}00"
}

# carried LINK: do both ends know that it has a carrier?
carried() {
	ip -n client link show "link$1" | grep -q 'state UP' &&
		ip -n server link show "link$1" | grep -q 'state UP'
}

# enslave HOST LINK
enslave() {
	ip -n "$1" link add blue type vrf table 77
	ip -n "$1" link set blue up
	ip -n "$1" link set "link$2" master blue
	routes "$1" "$2" 77
	wait_until 10 carried "$2" || give_up "no carrier"
}

# set_free HOST LINK
set_free() {
	ip -n "$1" link del blue
	routes "$1" "$2"
	wait_until 10 carried "$2" || give_up "no carrier"
}

enslave client 1
meet "" "$(device blue)"
is_plain FallbackBound
set_free client 1

enslave server 1
on server sysctl -qw net.ipv4.tcp_l3mdev_accept=1
meet
asks server "s.getsockopt(SOL_SOCKET, SO_BINDTODEVICE, 16).strip(b'\0')" "b'blue'"
is_plain "SynSent FallbackNoOption" "SynReceived FallbackBound"
on server sysctl -qw net.ipv4.tcp_l3mdev_accept=0
set_free server 1

for host in client server; do
	enslave "$host" 2
	meet
	eventually 5 "negotiated" negotiated
	check "$host: what is in a VRF is not told" test "$(column "$host" told)" = -
	check "the other end tells" test "$(column "$(other "$host")" told)" != -
	exchange 20000
	part client server
	set_free "$host" 2
	mark
done

# An interface with an address of the connection joins a VRF.
meet
ready
enslave client 2
ip -n client -6 rule add from "$CLIENT2" oif link2 lookup 77
stays refused RefusedDevice
