#!/bin/bash
# SPDX-License-Identifier: MIT
# A hostile peer answers on three pairs, and tells in every packet that it has moved to
# the next: it is followed a few times, and then no more often than a peer may whose
# choices do not work.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 6
# case: plain=client rate=5mbit core=yes
. "${0%/*}/lib.sh"
. "${0%/*}/lib-forge.sh"

on client nft add table ip6 quiet
on client nft add chain ip6 quiet leaving '{ type filter hook output priority 0; }'
on client nft add rule ip6 quiet leaving tcp flags '&' rst == rst drop
cat >"$scratch/restless.py" <<'PY'
import select
from forge import *
first, second, server, server2 = map(pack, sys.argv[1:5])
ports, isn = (41000, 7000), 1000
end = time.monotonic() + 10
wires = [Wire('link1'), Wire('link2')]

def probe(kind, note, nonce):
    return bytes([1, 1, 254, 10]) + b'PS' + bytes([kind, note]) + nonce

def heard():
    """What comes next, within 50 ms: as a Segment, and all of it."""
    if time.monotonic() > end:
        sys.exit('the server does not say what is waited for')
    ready, _, _ = select.select([wire.seen for wire in wires], [], [], 0.05)
    for seen in ready:
        packet = seen.recv(2000)
        try:
            yield Segment(packet), packet
        except (ValueError, struct.error):
            pass

def await_synack():
    while True:
        for segment, _ in heard():
            if segment.dport == ports[0] and segment.flags & SYN:
                return segment

wires[0].send(first, server, tcp(first, server, ports, (isn, 0), SYN, bytes([2, 4, 5, 160])),
              before=options((PREFIX_SYN, b'\x80' + second)))
synack = await_synack()
numbers = isn + 1, synack.seq + 1
wires[0].send(first, server, tcp(first, server, ports, numbers, ACK),
              before=options((PREFIX_ACK, find_option(synack.header, PREFIX_SYN))))

proven = set()
while len(proven) < 3:
    for segment, packet in heard():
        at = packet.find(b'PS')
        if segment.dport != ports[0] or at < 0:
            continue
        nonce = packet[at + 4:at + 8] if packet[at + 2] == 1 else packet[at + 8:at + 12]
        if len(nonce) == 4:
            wires[0].send(segment.to, segment.source,
                          tcp(segment.to, segment.source, ports, numbers, ACK, probe(2, 1, nonce)))
            proven.add((segment.to, segment.source))
    for source, to in (first, server2), (second, server), (second, server2):
        if (source, to) not in proven:
            wires[0].send(source, to, tcp(source, to, ports, (isn, numbers[1]), ACK,
                                          probe(1, 0, os.urandom(4))))
    time.sleep(0.05)
done(sys.argv[5])
for number in range(300):
    source, to = ((second, server2), (second, server), (first, server2))[number % 3]
    wires[0].send(source, to, tcp(source, to, ports, (isn, numbers[1]), ACK,
                                  probe(1, number % 255 + 1, os.urandom(4))))
    time.sleep(0.01)
PY
on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no server"
mark
on client python3 "$scratch/restless.py" "$CLIENT1" "$CLIENT2" "$SERVER1" "$SERVER2" "$scratch/proven" &
hostile=$!
eventually 10 "three pairs are proven" test -e "$scratch/proven"
wait "$hostile" || give_up "not all was said"
sent=$(difference server AnnounceReceived)
check_number "announcements" "$sent" '>=' 100
check_counter server Followed '>=' 1
check_counter server FollowHolddown '>=' 100
# Three in a row; then not for two retransmission time-outs, which are .4 s at least.
check_counter server Followed '<=' 25
