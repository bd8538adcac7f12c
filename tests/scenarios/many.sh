#!/bin/bash
# SPDX-License-Identifier: MIT
# Many connections at once: all are negotiated, nothing is taken for a fault that is only
# load, and when their link dies the last one goes on soon after the first. Each asks a short
# question every INTERVAL ms. Thousands want a wide link (with 5000, not all are negotiated yet):
#   ./preserve lab exec --no-host-root --vm uml two-routers --set rate=200mbit --set queue=30000 \
#     -- tests/scenarios/many.sh COUNT=5000 INTERVAL=1000
# topology: two-routers
# machines: 6.1 6.12 uml
# seconds: 20
# case: queue=1000
. "${0%/*}/lib.sh"

: "${COUNT:=200}"
: "${INTERVAL:=50}"
# By when all go on: a second, and the question that each is due.
: "${RESUMED:=$((1000 + INTERVAL))}"

cat >"$scratch/many.py" <<'PY'
import heapq, resource, select, socket, statistics, sys, time

who, count, interval, address = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) / 1000, sys.argv[4]
QUESTION = b'a question of forty bytes or so, no more.'
resource.setrlimit(resource.RLIMIT_NOFILE, (2 * count + 100,) * 2)
poll = select.epoll()

def answer():
    listener = socket.create_server((address, 7000), family=socket.AF_INET6, backlog=count)
    open_sockets = {}
    poll.register(listener, select.EPOLLIN)
    while True:
        for fd, _ in poll.poll():
            if fd == listener.fileno():
                s = listener.accept()[0]
                open_sockets[s.fileno()] = s
                poll.register(s, select.EPOLLIN)
            elif data := open_sockets[fd].recv(4096):
                open_sockets[fd].sendall(data)
            else:
                open_sockets.pop(fd).close()

class Asker:
    def __init__(self, number):
        self.s = socket.socket(socket.AF_INET6)
        self.s.setblocking(False)
        self.s.bind((sys.argv[5], 10000 + number))
        self.s.connect_ex((address, 7000))
        self.asked, self.came, self.answers = None, 0, 0

    def ask(self):
        self.s.sendall(QUESTION)
        self.asked = time.monotonic()

    def take(self):
        self.came += len(self.s.recv(4096))
        if self.came < len(QUESTION):
            return False
        self.came, self.answers = 0, self.answers + 1
        return True

def ask():
    began = time.monotonic()
    askers, due, answered, cut, resumed = {}, [], 0, None, {}
    for number in range(count):
        one = Asker(number)
        askers[one.s.fileno()] = one
        poll.register(one.s, select.EPOLLOUT)
    poll.register(sys.stdin, select.EPOLLIN)
    while len(resumed) < count:
        wait = max(0, due[0][0] - time.monotonic()) if due else -1
        for fd, event in poll.poll(wait):
            if fd == sys.stdin.fileno():
                sys.stdin.readline()
                cut = time.monotonic()
                continue
            one = askers[fd]
            if one.asked is None:
                one.ask()   # or the error of the connect
                poll.modify(fd, select.EPOLLIN)
            elif one.take():
                heapq.heappush(due, (one.asked + interval, fd))
                answered += one.answers == 1
                if one.answers == 1 and answered == count:
                    print(round((time.monotonic() - began) * 1000), flush=True)
                if cut and one.asked > cut:
                    resumed.setdefault(fd, time.monotonic() - cut)
        while due and due[0][0] <= time.monotonic():
            askers[heapq.heappop(due)[1]].ask()
    print(round(statistics.median(resumed.values()) * 1000), round(max(resumed.values()) * 1000), flush=True)
    sys.stdin.readline()

answer() if who == 'server' else ask()
PY

# Nobody waits a minute in TIME_WAIT, so that tables are empty at once.
for host in client server; do
	on "$host" sysctl -qw net.ipv4.tcp_max_tw_buckets=0
done
# Cookies, with which a full queue is answered, have no room for options.
on server sysctl -qw net.core.somaxconn=65535 net.ipv4.tcp_max_syn_backlog=65535

# all_proven: has the pair of link 2 been answered to all?
all_proven() {
	[ "$(on client awk -v local="$CLIENT2" -v remote="$SERVER2" \
		'$2 == local && $4 == remote && $8 != "-" { n++ } END { print n }' /proc/net/preserve/aliases)" = "$COUNT" ]
}

mark
mkfifo "$scratch/in" "$scratch/out"
on server python3 "$scratch/many.py" server "$COUNT" "$INTERVAL" "$SERVER1" &
server=$!
wait_until 20 listens server 7000 || give_up "no server"
nsenter --net=/var/run/netns/client -- \
	python3 "$scratch/many.py" client "$COUNT" "$INTERVAL" "$SERVER1" "$CLIENT1" <"$scratch/in" >"$scratch/out" &
client=$!
exec {in}>"$scratch/in" {out}<"$scratch/out"
read -r -t 300 -u "$out" answered || give_up "not all were answered"
echo "# all were answered after $answered ms"
check_counter client Established == "$COUNT"
check_counter server Established == "$COUNT"
check_counter client BlackholeAdded == 0
check_number "moves" "$(moves)" == 0
remember_link 1
eventually 20 "all know that the other link works" all_proven
cut_link silent 1
echo cut >&"$in"
read -r -t 300 -u "$out" median last || give_up "not all go on"
check_number "ms until the last goes on (median $median)" "$last" '<=' "$RESUMED"
check_counter client AliasNoSocket == 0
check_counter server AliasNoSocket == 0
# What has no TIME_WAIT answers with RSTs, which are believed when they come from everywhere.
heal_link 1
echo end >&"$in"
wait "$client"
check "no connection was broken" test $? -eq 0
check_number "moves" "$(moves)" '>=' "$COUNT"
kill "$server"
wait "$server" 2>/dev/null
eventually 10 "client: all are closed" has_connections client 0
eventually 10 "server: all are closed" has_connections server 0
