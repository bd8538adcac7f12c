#!/bin/bash
# SPDX-License-Identifier: MIT
# What is to stay plain TCP, by port, prefix and mark, at either end and whatever the
# program says; each kind is counted by itself. A cgroup is told by a mark.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 5
. "${0%/*}/lib.sh"

on server python3 -c '
import socket
listener = socket.create_server(("::", 7000), family=socket.AF_INET6)
while True:
    listener.accept()[0].close()' &
wait_until 20 listens server 7000 || give_up "no listener"

# begin [MARK] [COMMAND...]: a connection from there to the server, of a program that
# wants it to be one of the module's.
begin() {
	local mark=${1:-}

	mark
	[ $# -eq 0 ] || shift
	printf '%s\n' "enable 1" ${mark:+"mark $mark"} connect close |
		on client "$@" probe socket --connect "$SERVER1" --bind "$CLIENT1" --port 7000 >"$scratch/said"
	[ "$(sort -u "$scratch/said")" = ok ] || give_up "no connection"
}

# ours TEXT [MARK]: it is negotiated.
ours() {
	begin "${@:2}"
	check "$1: negotiated" wait_until 5 negotiated
}

# plain HOST COUNTER [MARK]: it is not, by that host's decision.
plain() {
	begin "${@:3}"
	check_counter "$1" "$2" == 1
	if [ "$1" = client ]; then
		check_counter client SynSent == 0
		check_number "refusals" "$(refusals)" == 1
	else
		check_counter client FallbackNoOption == 1
		check_number "refusals" "$(refusals)" == 2
	fi
}

# clear HOST LIST
clear() {
	set_option "$1" "$2" ""
}

ours "at first"
for host in client server; do
	[ "$host" = client ] && near=$CLIENT1 far=$SERVER1 ports=plain_remote_ports counter=FallbackPlainRemotePort ||
		{ near=$SERVER1 far=$CLIENT1 ports=plain_local_ports counter=FallbackPlainLocalPort; }
	set_option "$host" $ports "22 7001-65535,1-6999"
	ours "$host: other ports"
	set_option "$host" $ports "22 6999-7001"
	plain "$host" "$counter"
	clear "$host" $ports
	set_option "$host" plain_prefixes "$near/128"
	ours "$host: another prefix"
	set_option "$host" plain_prefixes "::1/128 ${far%::*}::/64"
	plain "$host" FallbackPlainPrefix
	clear "$host" plain_prefixes
done

# The mark of the socket, or what nftables made of it: of a user, a cgroup, anything.
set_option client plain_marks "0x7 0x10/0xf0"
ours "no mark"
ours "another mark" 0x8
plain client FallbackPlainMark 7
plain client FallbackPlainMark 0x1f
on client nft add table ip6 marks
on client nft add chain ip6 marks out '{ type route hook output priority mangle; }'
on client nft add rule ip6 marks out meta skuid 1000 meta mark set 7
ours "a mark for others"
plain client FallbackPlainMark "" setpriv --reuid 1000 --clear-groups
clear client plain_marks
ours "none listed" 7
on server nft add table ip6 marks
on server nft add chain ip6 marks out '{ type route hook output priority mangle; }'
on server nft add rule ip6 marks out tcp sport 7000 meta mark set 0x20
set_option server plain_marks 32
plain server FallbackPlainMark
clear server plain_marks

# What was negotiated goes on.
mark
transfer_start client 600 --stream thin --interval 50
eventually 5 "negotiated" negotiated
set_option client plain_remote_ports 5001
sleep .2
check "a connection of before goes on" column_is client state established
transfer_end
check_transfer
clear client plain_remote_ports

# ---- as they are shown, and what is refused ---------------------------------

# shown LIST TEXT EXPECTED
shown() {
	set_option client "$1" "'$2'"
	check "$1: '$2' is '$3'" test "$(get_option client "$1")" = "$3"
}

shown plain_local_ports "22,  80-80 8000-8100" "22 80 8000-8100"
shown plain_remote_ports "0-65535" "0-65535"
shown plain_prefixes "::/0 2001:DB8::/32" "::/0 2001:db8::/32"
shown plain_marks "16 0x20/0xf0 0/0" "0x10 0x20/0xf0 0x0/0x0"
for bad in 65536 80-22 -1 1- a 22/24 "1-2-3" "$(seq -s ' ' 17)" "$(printf '%01024d' 0)"; do
	refuse_list client plain_local_ports "$bad"
done
for bad in 2001:db8::1/64 2001:db8:: 10.0.0.0/8; do
	refuse_list client plain_prefixes "$bad"
done
for bad in 0x10/0xf 4294967296 -1 1/ x; do
	refuse_list client plain_marks "$bad"
done
