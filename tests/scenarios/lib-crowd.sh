# SPDX-License-Identifier: MIT
# COUNT connections of one client that connect at once, and then each ask a short
# question every INTERVAL ms, which comes back.

: "${COUNT:=200}"
: "${INTERVAL:=50}"

cat >"$scratch/crowd.py" <<'PY'
import heapq, resource, select, socket, statistics, sys, time

who, count, interval, address = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) / 1000, sys.argv[4]
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
        self.number, self.asked, self.waits = number, None, time.monotonic()
        self.came, self.answers, self.longest, self.told = b'', 0, 0, -1

    def ask(self):
        self.question = b'question %9d of connection %9d' % (self.answers, self.number)
        self.s.sendall(self.question)   # or the error of the connect
        if self.answers:
            self.waits = time.monotonic()
        self.asked = time.monotonic()

    def take(self):
        self.came += self.s.recv(4096)
        if len(self.came) < len(self.question):
            return False
        if self.came != self.question:
            sys.exit(f'{self.came} answers {self.question}')
        self.came, self.answers = b'', self.answers + 1
        return True

class Figures:
    """How long did half of them, and the last, wait for an answer since a line came?
    Told when something was asked and answered since by each."""

    def __init__(self, line):
        self.line, self.began, self.waits, self.missing = line, time.monotonic(), {}, count

    def answered(self, one):
        wait = time.monotonic() - max(self.began, one.waits)
        self.waits[one.number] = max(wait, self.waits.get(one.number, 0))
        if one.asked < self.began or one.told == self.line:
            return
        one.told = self.line
        self.missing -= 1
        if not self.missing:
            print(*(round(1000 * ms) for ms in (statistics.median(self.waits.values()),
                  max(self.waits.values()))), flush=True)

# At the end of the lines nothing more is asked.
def ask():
    figures, askers, due, ending = Figures(0), {}, [], False
    for number in range(count):
        one = Asker(number)
        askers[one.s.fileno()] = one
        poll.register(one.s, select.EPOLLOUT)
    poll.register(sys.stdin, select.EPOLLIN)
    while not ending or len(due) < count:
        wait = max(0, due[0][0] - time.monotonic()) if due and not ending else -1
        for fd, event in poll.poll(wait):
            if fd == sys.stdin.fileno():
                if not sys.stdin.readline():
                    ending = True
                    poll.unregister(sys.stdin)
                figures = Figures(figures.line + 1)
            elif askers[fd].asked is None:
                askers[fd].ask()
                poll.modify(fd, select.EPOLLIN)
            elif askers[fd].take():
                heapq.heappush(due, (askers[fd].asked + interval, fd))
                figures.answered(askers[fd])
        while due and not ending and due[0][0] <= time.monotonic():
            askers[heapq.heappop(due)[1]].ask()

answer() if who == 'server' else ask()
PY

# Nobody waits a minute in TIME_WAIT, so that tables are empty at once.
for host in client server; do
	on "$host" sysctl -qw net.ipv4.tcp_max_tw_buckets=0
done
# Cookies, with which a full queue is answered, have no room for options.
on server sysctl -qw net.core.somaxconn=65535 net.ipv4.tcp_max_syn_backlog=65535
# The machine has little memory, and is both ends.
echo 65536 >/sys/module/preserve/parameters/max_connections

# crowd_start: all connect.
crowd_start() {
	mkfifo "$scratch/in" "$scratch/out"
	on server python3 "$scratch/crowd.py" server "$COUNT" "$INTERVAL" "$SERVER1" &
	server=$!
	wait_until 20 listens server 7000 || give_up "no server"
	nsenter --net=/var/run/netns/client -- \
		python3 "$scratch/crowd.py" client "$COUNT" "$INTERVAL" "$SERVER1" "$CLIENT1" <"$scratch/in" >"$scratch/out" &
	client=$!
	exec {in}>"$scratch/in" {out}<"$scratch/out"
}

# crowd_answered TEXT: waits until each was answered since crowd_start or crowd_ask. How long
# they waited for that at most is in $median and $last, in ms.
crowd_answered() {
	read -r -t 300 -u "$out" median last || give_up "not all: $1"
	echo "# $1, the last after $last ms, half of them after $median"
}

# crowd_ask: from now on, each is to ask and be answered anew.
crowd_ask() {
	echo >&"$in"
}

# crowd_end: all are closed, and none was broken.
crowd_end() {
	exec {in}>&-
	wait "$client"
	check "no connection was broken" test $? -eq 0
	kill "$server"
	wait "$server" 2>/dev/null
	eventually 10 "client: all are closed" has_connections client 0
	eventually 10 "server: all are closed" has_connections server 0
}
