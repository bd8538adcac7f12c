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

cat >"$scratch/ack.py" <<'PY'
import socket, struct, sys, time
client, server, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
packed = [socket.inet_pton(socket.AF_INET6, a) for a in (client, server)]

def checksum(data):
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff

def find_option(header, kind):
    at = 2
    while at < len(header):
        if header[at] == kind:
            return header[at + 2:at + 2 + header[at + 1]]
        at += 1 if header[at] == 0 else 2 + header[at + 1]

def send(sport, seq, ack, flags, body, wrong=0):
    option = bytes([0x0c, len(body)]) + body
    pad = -(2 + len(option)) % 8
    option += b'' if pad == 0 else b'\0' if pad == 1 else bytes([1, pad - 2]) + bytes(pad - 2)
    header = bytes([6, (2 + len(option)) // 8 - 1]) + option
    tcp = struct.pack('!HHIIBBHHH', sport, port, seq, ack, 5 << 4, flags, 1000, 0, 0)
    sum_ = checksum(packed[0] + packed[1] + struct.pack('!II', len(tcp), 6) + tcp) ^ wrong
    tcp = tcp[:16] + struct.pack('!H', sum_) + tcp[18:]
    raw.sendto(struct.pack('!IHBB', 6 << 28, len(header + tcp), 60, 64) + packed[0] +
               packed[1] + header + tcp, (server, 0))

raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
seen = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd))
seen.bind(('toserver', 0x86dd))
open(sys.argv[4], 'w').close()
while True:
    p = seen.recv(2000)
    if p[6] != 60 or p[8:24] != packed[1]:
        continue
    length = (p[41] + 1) * 8
    sport, dport, seq, ack, _, flags = struct.unpack('!HHIIBB', p[40 + length:54 + length])
    if sport == port and flags == 0x12:
        break
body = find_option(p[40:40 + length], 0x0b)
isn = seq + 1 & 0xffffffff
send(dport, ack, isn ^ 0x1000000, 0x10, body)
send(dport, ack ^ 0x1000000, isn, 0x10, body)
send(dport, ack ^ 1, isn, 0x10, body)
send(dport, ack, isn ^ 1, 0x10, body)
send(dport, ack, isn, 0x11, body)
send(dport, ack, isn, 0x10, body, wrong=0x5555)
print('forged', flush=True)
time.sleep(1)
send(dport, ack, isn, 0x10, body)
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
