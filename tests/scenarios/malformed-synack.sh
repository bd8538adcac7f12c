#!/bin/bash
# SPDX-License-Identifier: MIT
# Malformed PREFIX_SYN in a SYN-ACK, and wrong echoes: the client's connection
# works, and one counter tells why it is plain.
# topology: two-routers
# machines: 6.1 uml debug
# seconds: 7
# case: plain=server
. "${0%/*}/lib.sh"

hide_ports server

# speak PORT: open a connection, and wait for what was sent to come back.
speak() {
	probe ping -n client --connect "$SERVER1" --bind "$CLIENT1" --port "$1" \
		--count 1 --size 512 >/dev/null
}

# answered KIND [OPTION...]: a connection to a server that answers so.
answered() {
	port=$((port + 1))
	mark
	on server inject answer "$1" --from "$SERVER1" --port "$port" "${@:2}" \
		>"$scratch/inject" 2>&1 &
	answering=$!
	wait_until 10 grep -q waiting "$scratch/inject" || give_up "inject does not answer"
	check "$* in the SYN-ACK: data comes back" speak "$port"
	wait "$answering"
}

port=$inject_first
while read -r _ kind expected _; do
	# Beside the echo, the longest body no longer fits into the header that is read.
	case $kind in odd-* | longest) continue ;; esac
	answered "$kind"
	check_moved client SynSent "$expected"
	check_counter client "$expected" == 1
done < <(inject list | grep '^answer ')

answered good-64
check_counter client SynAckReceived == 1
check_counter client Established == 1
check_counter client EchoMismatch == 0
answered good-64 --echo changed
check_counter client EchoMismatch == 1
answered good-64 --echo missing
check_counter client EchoMismatch == 1
answered good-64 --echo only
check_counter client FallbackNoOption == 1
# Changed on its way, which its checksum tells; the next one is whole.
answered good-64 --echo corrupted
check_moved client SynSent RefusedChecksum SynAckReceived AckSent Established
