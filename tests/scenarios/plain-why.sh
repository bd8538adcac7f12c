#!/bin/bash
# SPDX-License-Identifier: MIT
# A connection that stays plain TCP, or has nowhere to go, is counted by its reason.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 6
# case: client_addresses=1 server_addresses=1
. "${0%/*}/lib.sh"

mkdir -p "$scratch/www"
head -c 1000 /dev/zero >"$scratch/www/short"
serve_files

# fetch OPTION...: within two seconds, or not.
fetch() {
	on client curl -sS -m 2 -o "$scratch/got" "$@" "http://[$SERVER1]/short"
}

mark
check "one address at each end" fetch
check_moved client AckSent Established SinglePair SynAckReceived SynSent
check_counter server SinglePair == 1

# A SYN with data, for which no cookie is asked.
on client sysctl -qw net.ipv4.tcp_fastopen=5
mark
check "with TCP Fast Open" fetch --tcp-fastopen
check_counter client FallbackData == 1
check_counter client SynSent == 0

# The address of another scope has no way back, but its SYN leaves.
ip -n client -6 addr add fd00::c/64 dev link1 nodad
ip -n client -6 rule add from fd00::c lookup 1
mark
fetch --interface fd00::c 2>"$scratch/refused"
check_counter client FallbackScope == 1
check_counter client SynSent == 0
