#!/bin/bash
# SPDX-License-Identifier: MIT
# A firewall that has seen the handshake lets in on that pair what is near the numbers it
# has seen there. A connection that has carried many windows elsewhere, one way or both,
# returns all the same; and goes there at once when the other link dies as the first comes back.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 16
# pairs: FW=host FLOW=up,down,both NEXT=return,cut
# case: FW=cpe FLOW=both NEXT=cut
. "${0%/*}/lib.sh"

cat >"$scratch/flow.py" <<'PY'
import hashlib, random, socket, sys, threading

# Who: server or client; how many kB each sends; then address and bind address.
who, up, down, address = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
ours, theirs = (up, down) if who == 'client' else (down, up)
if who == 'server':
    s = socket.create_server((address, 7000), family=socket.AF_INET6).accept()[0]
else:
    s = socket.create_connection((address, 7000), source_address=(sys.argv[5], 0))

def content(seed, kilobytes):
    r = random.Random(seed)
    return (r.randbytes(1000) for _ in range(kilobytes))

def send():
    for block in content(who, ours):
        s.sendall(block)
    s.shutdown(socket.SHUT_WR)

thread = threading.Thread(target=send)
thread.start()
got = hashlib.sha256()
while data := s.recv(65536):
    got.update(data)
thread.join()
want = hashlib.sha256()
for block in content('server' if who == 'client' else 'client', theirs):
    want.update(block)
sys.exit(got.digest() != want.digest())
PY

guard_at "$FW"

# carried LINK BYTES: in its busier direction.
carried() {
	on client awk -v device="link$1:" -v bytes="$2" \
		'$1 == device { done = $2 >= bytes || $10 >= bytes } END { exit !done }' /proc/net/dev
}

# Windows of a quarter of a megabyte at most: each second is many of them.
for host in client server; do
	on "$host" sysctl -qw 'net.ipv4.tcp_rmem=4096 131072 262144'
	set_option "$host" restore_delay_ms 1000
done
up=10 down=10
[ "$FLOW" = down ] || up=16000
[ "$FLOW" = up ] || down=16000
remember_link 1
remember_link 2
mark
on server python3 "$scratch/flow.py" server $up $down "$SERVER1" &
server=$!
wait_until 20 listens server 7000 || give_up "no server"
on client python3 "$scratch/flow.py" client $up $down "$SERVER1" "$CLIENT1" &
client=$!
eventually 10 "negotiated" negotiated
wait_until 60 carried 1 500000 || give_up "no data before the cut"
cut_link silent 1
eventually 5 "moved to link 2" column_is client cur_local "$CLIENT2"
wait_until 60 carried 2 4000000 || give_up "no data on link 2"
heal_link 1
[ "$NEXT" = return ] || cut_link silent 2
eventually 4 "back on link 1" column_is client cur_local "$CLIENT1"
eventually 1 "at both ends" column_is server cur_local "$SERVER1"
wait $client
check "the client's bytes are right" test $? -eq 0
wait $server
check "the server's bytes are right" test $? -eq 0
check_number "migrations and follows" "$(moves)" '>=' 4
