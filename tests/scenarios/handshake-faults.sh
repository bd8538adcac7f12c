#!/bin/bash
# SPDX-License-Identifier: MIT
# SYN, SYN-ACK and the ACK behind it, each of them passed on, lost, doubled or late (so that
# what TCP sends next overtakes it), in all 64 combinations: every connection is negotiated at both
# ends, carries its bytes, and survives a cut. Kernels that repeat a SYN every second, 6.5 and
# later, have sent one without the option by the time that the second answer comes: that of
# the first, which has it, counts all the same.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 20
# case: queue=1000
. "${0%/*}/lib.sh"
. "${0%/*}/lib-led.sh"

# What goes over router 1 passes by this program, which knows by the client's port what is
# to happen to whom, once.
cat >"$scratch/box.py" <<'PY'
import heapq, select, socket, struct, sys, time

PASS, LOSE, DOUBLE, DELAY = range(4)
SYN, ACK = 2, 16
inside, outside = (socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd)) for _ in range(2))
inside.bind(('toclient', 0x86dd))
outside.bind(('toserver', 0x86dd))
out = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
done, late = set(), []

def send(packet):
    try:
        out.sendto(packet, (socket.inet_ntop(socket.AF_INET6, packet[24:40]), 0))
    except OSError:
        pass    # a probe to where this router has no route

def kind_of(packet, at, from_client):
    """0: SYN, 1: SYN-ACK, 2: the ACK behind it, None: anything else."""
    flags = packet[at + 13]
    if flags & SYN:
        return 1 if flags & ACK else 0
    if from_client and len(packet) == at + (packet[at + 12] >> 4) * 4:
        return 2

def handle(packet, from_client):
    at = 40 + (packet[41] + 1) * 8 if packet[6] == 60 else 40
    if packet[6] not in (6, 60):
        return
    sport, dport = struct.unpack('!HH', packet[at:at + 4])
    if 7000 not in (sport, dport):
        return
    port, kind = sport if from_client else dport, kind_of(packet, at, from_client)
    fate = PASS
    if kind is not None and (port, kind) not in done:
        done.add((port, kind))
        fate = (port - 20000) >> 2 * kind & 3
    if fate == DELAY:
        heapq.heappush(late, (time.monotonic() + (0.3 if kind == 2 else 1.3), packet))
    for _ in range({PASS: 1, LOSE: 0, DOUBLE: 2, DELAY: 0}[fate]):
        send(packet)

print('ready', flush=True)
while True:
    wait = max(0, late[0][0] - time.monotonic()) if late else None
    for ready in select.select([inside, outside], [], [], wait)[0]:
        packet, address = ready.recvfrom(2000)
        if address[2] == socket.PACKET_HOST:
            handle(packet, ready is inside)
    while late and late[0][0] <= time.monotonic():
        send(heapq.heappop(late)[1])
PY

cat >"$scratch/led.py.more" <<'PY'
import selectors, threading, time

def echo(address):
    """Whatever comes is sent back."""
    listener = create_server((address, 7000), family=AF_INET6, backlog=100)
    watched = selectors.DefaultSelector()
    watched.register(listener, selectors.EVENT_READ)
    def run():
        while True:
            for key, _ in watched.select():
                if key.fileobj is listener:
                    watched.register(listener.accept()[0], selectors.EVENT_READ)
                elif data := key.fileobj.recv(65536):
                    key.fileobj.sendall(data)
                else:
                    watched.unregister(key.fileobj)
                    key.fileobj.close()
    threading.Thread(target=run, daemon=True).start()
    return 'ok'

all_of_them = []

def open_all(source, to):
    for number in range(64):
        one = socket(AF_INET6)
        one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        one.bind((source, 20000 + number))
        one.setblocking(False)
        one.connect_ex((to, 7000))
        all_of_them.append(one)
    for one in all_of_them:
        one.settimeout(15)
        select([], [one], [], 15)
    return sum(one.getsockopt(SOL_SOCKET, SO_ERROR) == 0 for one in all_of_them)

def exchange_all(size):
    """How many get back what they send."""
    right = 0
    for number, one in enumerate(all_of_them):
        one.sendall(content('client', 100 * number, size))
    for number, one in enumerate(all_of_them):
        data = b''
        while len(data) < size and (more := one.recv(size - len(data))):
            data += more
        right += data == content('client', 100 * number, size)
    return right
PY

for host in client server; do
	# Else checksums are missing where the program sees packets.
	on "$host" ethtool -K link1 tx off >/dev/null
done
on r1 nft -f - <<-'RULES'
table ip6 box {
	chain passing {
		type filter hook forward priority 0
		tcp dport 7000 drop
		tcp sport 7000 drop
	}
}
RULES
: >"$scratch/box"
# Not by a function, which would be another process.
nsenter --net=/var/run/netns/r1 -- python3 "$scratch/box.py" >"$scratch/box" &
box=$!
wait_until 10 grep -q ready "$scratch/box" || give_up "no program in router 1"
lead server
lead client
asks server "echo('$SERVER1')"
mark
asks client "open_all('$CLIENT1', '$SERVER1')" 64
asks client "exchange_all(4000)" 64
eventually 5 "the client has negotiated all" has_connections client 64 established
eventually 5 "the server, too" has_connections server 64 established
check_counter client Established == 64
check_counter server Established == 64
check_number "options refused, fallbacks, but for SYNs without" \
	"$(($(refusals) - $(difference client FallbackNoAnswer)))" == 0
check_number "moves" "$(moves)" == 0

# With the program goes the way.
kill "$box"
wait "$box" 2>/dev/null
asks client "exchange_all(4000)" 64
check_number "connections on link 2" "$(connections client established | awk -v a="$CLIENT2" '$8 == a' | wc -l)" == 64
part client server
