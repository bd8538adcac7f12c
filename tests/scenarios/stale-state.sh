#!/bin/bash
# SPDX-License-Identifier: MIT
# The same addresses and ports at once again: every connection is negotiated, and
# has an entry of its own at both ends, also where its forerunner is in TIME_WAIT.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 8
# case: END=reset rate=5mbit
# case: END=server rate=5mbit
. "${0%/*}/lib.sh"

number=6
cat >"$scratch/serve.py" <<'PY'
import socket, sys
listener = socket.create_server((sys.argv[1], 7000), family=socket.AF_INET6)
while True:
    peer, _ = listener.accept()
    peer.sendall(peer.recv(100))
    if sys.argv[2] == 'server':
        peer.close()
PY
cat >"$scratch/connect.py" <<'PY'
import socket, struct, sys
s = socket.socket(socket.AF_INET6)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.settimeout(10)
s.bind((sys.argv[1], 4444))
s.connect((sys.argv[2], 7000))
s.sendall(b'hello')
assert s.recv(100) == b'hello'
if sys.argv[3] == 'reset':
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
else:
    assert s.recv(100) == b''
s.close()
PY
on server python3 "$scratch/serve.py" "$SERVER1" "$END" &
wait_until 10 listens server 7000 || give_up "no echo server"

# The client waits for the acknowledgment of its FIN when it closes last.
is_free() {
	[ -z "$(on client ss -Htan 'sport = :4444')" ]
}

mark
for i in $(seq $number); do
	wait_until 10 is_free || give_up "the port is not free"
	check "connection $i" on client python3 "$scratch/connect.py" "$CLIENT1" "$SERVER1" "$END"
done
check_counter client Established == $number
check_counter server Established == $number
check_number "options refused, fallbacks" "$(refusals)" == 0
check_number "migrations and follows" "$(moves)" == 0
