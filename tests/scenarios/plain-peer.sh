#!/bin/bash
# SPDX-License-Identifier: MIT
# An unmodified peer in either role: plain TCP, the same bytes, one counter.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 20
# case: plain=client PLAIN=client
# case: plain=server PLAIN=server
. "${0%/*}/lib.sh"

modified=$(other "$PLAIN")
for sender in client server; do
	mark
	transfer_start "$sender" 1000
	wait_until 60 received "$(other "$sender")" 100000 || give_up "no data"
	check "no connection in the table" has_connections "$modified" 0
	transfer_end
	check_transfer
	if [ "$modified" = client ]; then
		check_moved client SynSent FallbackNoOption
	else
		check_moved server
	fi
	check_moved "$PLAIN"
done

# Nobody listens there: the error is the one of plain TCP.
on client python3 -c "
import socket, sys
try:
    socket.create_connection(('$SERVER1', 9), 5)
except ConnectionRefusedError:
    sys.exit(0)
sys.exit(1)"
check "a refused connection is refused" test $? -eq 0
