#!/bin/bash
# SPDX-License-Identifier: MIT
# Hosts that are joined directly: the peer's carrier goes with ours.
# topology: two-links
# machines: 6.1 6.12 debug
# seconds: 12
. "${0%/*}/lib.sh"

for sender in client server; do
	mark
	transfer_start "$sender" 4000
	wait_until 60 received "$(other "$sender")" 2000000 || give_up "no data"
	check "$sender sends: negotiated" negotiated
	check "four pairs" column_is client pairs 4
	ip -n client link set link1 down
	transfer_end
	check_transfer 300
	ip -n client link set link1 up
	ip -n client -6 addr replace "$CLIENT1/64" dev link1 nodad
	ip -n client -6 route replace default via "$SERVER1" dev link1 table 1
	ip -n client -6 route replace default via "$SERVER1" dev link1 metric 100
	ip -n server -6 route replace default via "$CLIENT1" dev link1 table 1
	ip -n server -6 route replace default via "$CLIENT1" dev link1 metric 100
done
