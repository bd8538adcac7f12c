#!/bin/bash
# SPDX-License-Identifier: MIT
# The server waits for PREFIX_ACK. Who knows the addresses it told and the ports,
# but not the numbers, cannot give it: only the ACK with the exact numbers and a
# right checksum counts.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 5
# case: rate=5mbit
. "${0%/*}/lib.sh"
. "${0%/*}/lib-forge.sh"

cat >"$scratch/ack.py" <<'PY'
from forge import *
client, server, port = pack(sys.argv[1]), pack(sys.argv[2]), int(sys.argv[3])
wire = Wire('toserver')
done(sys.argv[4])
seen = wire.wait(lambda s: s.source == server and s.sport == port and s.flags == SYN | ACK)
echo = options((PREFIX_ACK, find_option(seen.header, PREFIX_SYN)))
isn = seen.seq + 1 & 0xffffffff

def send(seq, ack, flags, wrong=0):
    wire.send(client, server, tcp(client, server, (seen.dport, port), (seq, ack), flags, wrong=wrong),
              before=echo)

send(seen.ack, isn ^ 0x1000000, ACK)
send(seen.ack ^ 0x1000000, isn, ACK)
send(seen.ack ^ 1, isn, ACK)
send(seen.ack, isn ^ 1, ACK)
send(seen.ack, isn, ACK | FIN)
send(seen.ack, isn, ACK, wrong=0x5555)
print('forged', flush=True)
time.sleep(1)
send(seen.ack, isn, ACK)
PY

on r1 nft add table ip6 box
on r1 nft add chain ip6 box passing '{ type filter hook forward priority 0; }'
# The client's own answer never comes; the router's packets are not forwarded.
on r1 nft add rule ip6 box passing iifname toclient tcp flags '&' syn == 0 drop
on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"
on r1 python3 "$scratch/ack.py" "$CLIENT1" "$SERVER1" 7000 "$scratch/ready" >"$scratch/forged" &
wait_until 10 test -e "$scratch/ready" || give_up "nobody watches"

mark
on client socat - "TCP6:[$SERVER1]:7000,bind=[$CLIENT1]" <<<hello >/dev/null 2>&1 &
wait_until 10 test -s "$scratch/forged" || give_up "no SYN-ACK was seen"
sleep 0.3
check "the server still waits" has_connections server 1 ack
check_counter server AckReceived == 0
eventually 5 "the right numbers are taken" has_moved server AckReceived
check "negotiated" has_connections server 1 established
