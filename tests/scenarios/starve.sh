#!/bin/bash
# SPDX-License-Identifier: MIT
# A hostile peer names an address in the network of another client's second link, and
# sends probes that seem to come from there. What the server may send to that
# network is not used up by it for those who begin elsewhere: the client survives.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 16
# case: rate=5mbit
. "${0%/*}/lib.sh"

hostile=2001:db8:77::c
stranger=2001:db8:2::dead
ip -n client -6 addr add "$hostile/64" dev link1 nodad noprefixroute preferred_lft 0
ip -n client -6 addr add "$stranger/128" dev lo nodad
ip -n r1 -6 route add 2001:db8:77::/64 dev toclient
on client nft -f - <<'RULES'
table ip6 hostile {
	chain output {
		type filter hook output priority 0
		tcp flags & rst == rst tcp sport 41000 drop
	}
}
RULES

# The kernel makes the headers around what is said here.
cat >"$scratch/hostile.py" <<'PY'
import os, socket, struct, sys, time
hostile, stranger, server = sys.argv[1:]
DSTOPTS, RECVDSTOPTS, CHECKSUM = 59, 58, 7
SYN, ACK = 2, 16

def open_socket(source):
    s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_TCP)
    s.setsockopt(socket.IPPROTO_IPV6, CHECKSUM, 16)
    s.bind((source, 0))
    return s

def say(s, flags, seq, ack, options=b'', destination=b''):
    if destination:
        size = (2 + len(destination) + 7) // 8 * 8
        pad = size - 2 - len(destination)
        padding = b'' if not pad else b'\0' if pad == 1 else bytes([1, pad - 2]) + bytes(pad - 2)
        destination = bytes([0, size // 8 - 1]) + destination + padding
    s.setsockopt(socket.IPPROTO_IPV6, DSTOPTS, destination)
    s.sendto(struct.pack('!HHIIBBHHH', 41000, 5002, seq, ack, (20 + len(options)) // 4 << 4, flags,
                         65535, 0, 0) + options, (server, 0))

s = open_socket(hostile)
s.setsockopt(socket.IPPROTO_IPV6, RECVDSTOPTS, 1)
name = b'\x80' + socket.inet_pton(socket.AF_INET6, stranger)
say(s, SYN, 1000, 0, b'\2\4\5\xa0', bytes([0x0b, len(name)]) + name)
while True:
    data, ancillary, _, _ = s.recvmsg(2000, 2000)
    sport, dport, theirs, _, _, flags = struct.unpack('!HHIIBB', data[:14])
    if (sport, dport) == (5002, 41000) and flags & SYN:
        break
options = next(data for _, kind, data in ancillary if kind == DSTOPTS)[2:]
while options[0] != 0x0b:
    options = options[1:] if options[0] == 0 else options[2 + options[1]:]
say(s, ACK, 1001, theirs + 1, b'', bytes([0x0c, options[1]]) + options[2:2 + options[1]])
print('open', flush=True)
spoofed = open_socket(stranger)
while True:
    say(spoofed, ACK, 1001, theirs + 1, bytes([1, 1, 254, 10]) + b'PS\1\0' + os.urandom(4))
    time.sleep(.25)
PY
on server socat TCP6-LISTEN:5002,fork,reuseaddr PIPE &
wait_until 10 listens server 5002 || give_up "no listener for the hostile peer"
mark
on client python3 "$scratch/hostile.py" "$hostile" "$stranger" "$SERVER1" >"$scratch/hostile" &
attacker=$!
eventually 10 "the hostile peer is negotiated" has_connections server 1 established
eventually 10 "its probes come" has_moved server ProbeReceived 8
transfer_start server 9000 --stream thin --interval 50
eventually 5 "so is the client" has_connections server 2 established
eventually 10 "its second link is proven" has_moved client ProbeReplyReceived
sleep 2
cut_link silent 1
transfer_end
kill "$attacker"
check_transfer 1000
check_number "moves" "$(moves)" '>=' 1
