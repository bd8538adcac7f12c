#!/bin/bash
# SPDX-License-Identifier: MIT
# Who sees a SYN answers before the server does, with addresses of his own. What TCP
# discards, for its hop limit or by a filter of the socket, counts for nothing; and when
# it finds fault with more than that, the entry made of it goes: it is of numbers that
# the socket does not have. The server's own answer comes through in any case.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 10
# case: rate=5mbit
. "${0%/*}/lib.sh"
. "${0%/*}/lib-forge.sh"

port=4000
stranger=2001:db8:bad::1
cat >"$scratch/forger.py" <<'PY'
from forge import *
client, server, kind = pack(sys.argv[1]), pack(sys.argv[2]), sys.argv[4]
wire = Wire('toclient')
done(sys.argv[5])
seen = wire.wait(lambda s: s.source == client and s.flags == SYN)
answer = options((PREFIX_SYN, b'\x80' + pack(sys.argv[3])),
                 (PREFIX_ACK, find_option(seen.header, PREFIX_SYN)))
synack = tcp(server, client, (seen.dport, seen.sport), (12345, seen.seq + 1), SYN | ACK, window=4321,
             time=stamp(1, seen.time[0] + (100000 if kind == 'time' else 0)))
wire.send(server, client, synack, before=answer, hops=10 if kind == 'hops' else 64)
PY
cat >"$scratch/client.py" <<'PY'
import ctypes, socket, struct, sys, time
s = socket.socket(socket.AF_INET6)
s.settimeout(10)
if sys.argv[4] == 'hops':
    s.setsockopt(socket.IPPROTO_IPV6, 73, 60)
if sys.argv[4] == 'filter':
    code = struct.pack('HBBI' * 4, 0x28, 0, 0, 14, 0x15, 0, 1, 4321, 6, 0, 0, 0,
                       6, 0, 0, 0xffff)
    program = ctypes.create_string_buffer(code)
    s.setsockopt(socket.SOL_SOCKET, 26, struct.pack('HP', 4, ctypes.addressof(program)))
s.bind((sys.argv[1], int(sys.argv[3])))
s.connect((sys.argv[2], 7000))
for i in range(10 if sys.argv[4] == 'time' else 4):
    s.sendall(b'hello')
    assert s.recv(100) == b'hello'
    time.sleep(0.1)
PY

# knows HOST ADDRESS: is it in one of its pairs?
knows() {
	on "$1" awk -v address="$2" '$4 == address { found = 1 } END { exit !found }' \
		/proc/net/preserve/aliases
}

# answered KIND PORT COUNTER: a connection whose SYN is answered so first.
answered() {
	on r1 python3 "$scratch/forger.py" "$CLIENT1" "$SERVER1" "$stranger" "$1" "$scratch/ready.$1" &
	wait_until 10 test -e "$scratch/ready.$1" || give_up "nobody watches"
	mark
	on client python3 "$scratch/client.py" "$CLIENT1" "$SERVER1" "$2" "$1" &
	client=$!
}

on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
on server tc qdisc replace dev link1 root netem delay 200ms
on client nft add table ip6 quiet
on client nft add chain ip6 quiet leaving '{ type filter hook output priority 0; }'
on client nft add rule ip6 quiet leaving tcp flags '&' rst == rst drop

for kind in hops:RefusedHopLimit filter:RefusedFilter; do
	answered "${kind%:*}" $((port += 1))
	eventually 3 "$kind: refused" has_moved client "${kind#*:}"
	eventually 3 "$kind: negotiated with the server" negotiated
	check "$kind: nobody else is known" not knows client "$stranger"
	check "$kind: the server's addresses are" knows client "$SERVER2"
	check "$kind: data come and go" wait "$client"
done
answered time 4009
eventually 3 "time: believed here, by TCP not" knows client "$stranger"
eventually 5 "time: the entry goes" not knows client "$stranger"
check "time: data come and go" wait "$client"
