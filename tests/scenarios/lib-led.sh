# SPDX-License-Identifier: MIT
# For scenarios about sockets: programs in Python with one connection each, led by lines
# of the scenario; read after lib.sh. A line is an expression, and its answer one line:
# the value, or the name of an error.

cat >"$scratch/led.py" <<'PY'
import errno, os, random, struct, sys
from select import select
from socket import *

BLOCK = 1 << 16
blocks = {'client': random.Random(1).randbytes(BLOCK), 'server': random.Random(2).randbytes(BLOCK)}
name = sys.argv[1]
side = 'client' if name.startswith('client') else 'server'
peer = 'server' if side == 'client' else 'client'
sent = came = 0
kept = b''
s = l = None

def content(whose, at, size):
    """What that end sends: no two places within a block are alike."""
    start = at % BLOCK
    return (blocks[whose] * (2 + size // BLOCK))[start:start + size]

def use(connection):
    global s, sent, came, kept
    s, sent, came, kept = connection, 0, 0, b''
    s.settimeout(30)

def fresh(*options):
    """A new socket with (level, name, value) options."""
    use(socket(AF_INET6))
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    for option in options:
        s.setsockopt(*option)
    return 'ok'

def listen(address, port=7000, *options):
    global l
    fresh(*options)
    l = s
    l.bind((address, port))
    l.listen(64)
    return 'ok'

def accept():
    use(l.accept()[0])
    return 'ok'

def connect(to, port=7000, source=None, sport=0, *options):
    fresh(*options)
    if source:
        s.bind((source, sport))
    s.connect((to, port))
    return 'ok'

def send(size):
    """The next bytes of this end. What comes while there is no room for them is kept, as the
    other end may do the same."""
    global sent, kept
    heard = [s]
    while size:
        readable, writable, _ = select(heard, [s], [], 30)
        if writable:
            done = s.send(content(side, sent, size), MSG_DONTWAIT)
            sent += done
            size -= done
        elif not readable:
            raise TimeoutError
        elif data := s.recv(BLOCK):
            kept += data
        else:
            heard = []
    return 'ok'

def fill():
    """As much as goes; how much that is."""
    global sent
    before = sent
    s.setblocking(False)
    try:
        while True:
            sent += s.send(content(side, sent, 1000))
    except BlockingIOError:
        s.settimeout(30)
    return sent - before

def take(size):
    """The next bytes of the other end, and that they are right."""
    global came, kept
    data, kept = kept[:size], kept[size:]
    while len(data) < size and (more := s.recv(size - len(data))):
        data += more
    right = content(peer, came, len(data))
    came += len(data)
    return 'ended' if len(data) < size else 'ok' if data == right else 'changed'

def end():
    """Nothing more comes."""
    return 'ok' if not kept and s.recv(1) == b'' else 'more'

def finish():
    s.shutdown(SHUT_WR)
    return 'ok'

def option(level, number, value):
    s.setsockopt(level, number, value)
    return 'ok'

def close():
    s.close()
    return 'ok'

def migrate(local, remote):
    return option(IPPROTO_IPV6, 0x5052, inet_pton(AF_INET6, local) + inet_pton(AF_INET6, remote))

# What a scenario adds.
if os.path.exists(sys.argv[0] + '.more'):
    exec(open(sys.argv[0] + '.more').read())
for line in sys.stdin:
    try:
        print(eval(line), flush=True)
    except TimeoutError as error:
        print(errno.errorcode.get(error.errno, 'timeout'), flush=True)
    except OSError as error:
        print(errno.errorcode[error.errno], flush=True)
PY
declare -A led_in led_out

# Nobody waits a minute in TIME_WAIT, so that tables are empty at once.
for host in client server; do
	on "$host" sysctl -qw net.ipv4.tcp_max_tw_buckets=0
done

# lead HOST [NAME]: starts one there, process $led, which is led by its name; without one,
# the host's.
lead() {
	local name=${2:-$1} in out

	mkfifo "$scratch/$name.in" "$scratch/$name.out"
	# Not by a function, so that $! is the program.
	nsenter --net="/var/run/netns/$1" -- python3 "$scratch/led.py" "$name" <"$scratch/$name.in" >"$scratch/$name.out" 2>"$scratch/$name.errors" &
	led=$!
	exec {in}>"$scratch/$name.in" {out}<"$scratch/$name.out"
	led_in[$name]=$in led_out[$name]=$out
}

# tell NAME EXPRESSION: hear is for its answer.
tell() {
	echo "$2" >&"${led_in[$1]}"
}

# hear NAME: its answer, in $said.
hear() {
	read -r -t 60 -u "${led_out[$1]}" said || give_up "$1 is gone: $(tail -1 "$scratch/$1.errors")"
}

# hears NAME TEXT [EXPECTED]: a check of it.
hears() {
	hear "$1"
	if [ "$said" = "${3:-ok}" ]; then pass "$1: $2"; else fail "$1: $2: $said, expected: ${3:-ok}"; fi
}

# ask NAME EXPRESSION, or asks NAME EXPRESSION [EXPECTED], which checks the answer.
ask() {
	tell "$1" "$2"
	hear "$1"
}

asks() {
	tell "$1" "$2"
	hears "$1" "$2" "${3:-ok}"
}

# carry FROM TO BYTES
carry() {
	tell "$1" "send($3)"
	asks "$2" "take($3)"
	hears "$1" "sends"
}

# exchange BYTES [NAME NAME]: each end sends so many at once, and both are right.
exchange() {
	local one=${2:-client} other=${3:-server} host

	for host in "$one" "$other"; do
		tell "$host" "send($1)"
		tell "$host" "take($1)"
	done
	for host in "$one" "$other"; do
		hears "$host" "send($1)"
		hears "$host" "take($1)"
	done
}

# dismiss NAME...: they end, and their sockets with them.
dismiss() {
	local name

	for name; do
		exec {led_in[$name]}>&- {led_out[$name]}<&-
		rm "$scratch/$name.in" "$scratch/$name.out"
	done
}

# meet [OPTION OF THE LISTENER [OPTION OF THE CLIENT]]: both are started and connected. An
# option is "(level, name, value)".
meet() {
	local listener=${1:-} client=${2:-}

	lead server
	lead client
	asks server "listen('::', 7000, $listener)"
	asks client "connect('$SERVER1', 7000, '$CLIENT1', 0, $client)"
	asks server "accept()"
}

# proven HOST LOCAL REMOTE: has that pair been answered? For eventually.
proven() {
	on "$1" awk -v local="$2" -v remote="$3" '
		$2 == local && $4 == remote && $8 != "-" { found = 1 }
		END { exit !found }' /proc/net/preserve/aliases
}

# ready: negotiated, and both ends know that link 2 works: the client sends as much as
# makes them ask.
ready() {
	eventually 5 "negotiated" negotiated
	carry client server 70000
	eventually 5 "the client knows the other link" proven client "$CLIENT2" "$SERVER2"
	eventually 5 "the server knows it, too" proven server "$SERVER2" "$CLIENT2"
}

# part NAME...: they end, and nothing is left of their connections.
part() {
	local host

	dismiss "$@"
	for host in client server; do
		eventually 10 "$host: the table is empty" has_connections "$host" 0
	done
}
