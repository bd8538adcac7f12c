#!/bin/bash
# SPDX-License-Identifier: MIT
# What a program asks of the packets of its socket holds on every pair: the least hop
# limit (IPV6_MINHOPCOUNT) and a socket filter, for probes, which TCP never sees, as
# for segments. The peer does not prove a pair that they refuse, and does not move there.
# ASKS=far: both send with the highest hop limit and take no other (RFC 5082), as routing
# daemons do; so do the probes, and the connection moves.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 16
# case: rate=5mbit ASKS=hops
# case: rate=5mbit ASKS=filter
# case: rate=5mbit ASKS=far
. "${0%/*}/lib.sh"

# Those who come from 2001:db8:1::/64 are taken; sources are seen behind the TCP header.
cat >"$scratch/serve.py" <<'PY'
import ctypes, socket, struct, sys
listener = socket.create_server((sys.argv[1], 7000), family=socket.AF_INET6)
peer, _ = listener.accept()
if sys.argv[2] == 'hops':
    peer.setsockopt(socket.IPPROTO_IPV6, 73, 60)
else:
    code = struct.pack('HBBI' * 4, 0x20, 0, 0, 0xfff0000c, 0x15, 0, 1, 0x00010000,
                       6, 0, 0, 0xffff, 6, 0, 0, 0)
    program = ctypes.create_string_buffer(code)
    peer.setsockopt(socket.SOL_SOCKET, 26, struct.pack('HP', 4, ctypes.addressof(program)))
while data := peer.recv(4096):
    peer.sendall(data)
PY
if [ "$ASKS" = far ]; then
	cat >"$scratch/far.py" <<'PY'
import socket, sys, time
HOPS, MIN_HOPS = 16, 73
def strict(s):
    s.setsockopt(socket.IPPROTO_IPV6, HOPS, 255)
    s.setsockopt(socket.IPPROTO_IPV6, MIN_HOPS, 254)
s = socket.socket(socket.AF_INET6)
strict(s)
if sys.argv[1] == 'serve':
    s.bind((sys.argv[2], 7000))
    s.listen()
    peer, _ = s.accept()
    strict(peer)
    while data := peer.recv(4096):
        peer.sendall(data)
else:
    s.bind((sys.argv[3], 0))
    s.connect((sys.argv[2], 7000))
    s.settimeout(3)
    for n in range(int(sys.argv[4])):
        s.sendall(b'x')
        print(s.recv(1), flush=True)
        time.sleep(.05)
PY
	on server python3 "$scratch/far.py" serve "$SERVER1" &
	wait_until 10 listens server 7000 || give_up "no echo server"
	mark
	on client python3 "$scratch/far.py" connect "$SERVER1" "$CLIENT1" 100 >"$scratch/echo" &
	client=$!
	eventually 5 "negotiated" has_connections server 1 established
	eventually 5 "a pair is proven" has_moved server ProbeReplyReceived
	cut_link silent 1
	wait "$client"
	check_number "echoes" "$(wc -l <"$scratch/echo")" == 100
	check_number "moves" "$(moves)" '>=' 1
	check_number "probes from too far" "$(($(difference client RefusedHopLimit) + $(difference server RefusedHopLimit)))" == 0
	exit
fi
on r2 nft -f - <<'RULES'
table ip6 far {
	chain leaving {
		type filter hook postrouting priority 0
		oifname "toserver" ip6 hoplimit set 10
	}
}
RULES
[ "$ASKS" = hops ] || on r2 nft delete table ip6 far
refused=$([ "$ASKS" = hops ] && echo RefusedHopLimit || echo RefusedFilter)

on server python3 "$scratch/serve.py" "$SERVER1" "$ASKS" &
wait_until 10 listens server 7000 || give_up "no echo server"
mark
lines_start 200
eventually 5 "negotiated" has_connections server 1 established
eventually 5 "a probe of the peer is refused" has_moved server "$refused"
check_counter server ProbeReceived == 0
for kind in alias-valid alias-data probe-valid probe-reply; do
	mark
	on r2 inject forge $kind --from "$CLIENT2" --to "$SERVER2" --port 7000 \
		--sport "$(column client lport)" --watch r1 >"$scratch/inject" 2>&1 ||
		fail "$kind: $(cat "$scratch/inject")"
	eventually 2 "$kind: refused" has_moved server "$refused"
	check_number "$kind: taken" "$(($(difference server AliasReceived) +
		$(difference server ProbeReceived) + $(difference server FollowAsked)))" == 0
done
mark
cut_link silent 1
sleep 2
check_number "moves to a pair that is refused" "$(moves)" == 0
on r1 nft delete table ip6 cut
lines_end
