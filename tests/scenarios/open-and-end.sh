#!/bin/bash
# SPDX-License-Identifier: MIT
# Connections that open or end in another way: both ends connect to each other
# (simultaneous); with TCP Fast Open; with SYN cookies; with a socket that was saved and made anew
# as programs are that move between machines (TCP_REPAIR). They are plain TCP from
# then on, and counted. TIME_WAIT answers what comes on an alias; a namespace ends before
# its sockets do.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 7
# case: KIND=simultaneous
# case: KIND=fastopen
# case: KIND=cookies
# case: KIND=repair
# case: KIND=time-wait
# case: KIND=namespace
. "${0%/*}/lib.sh"
. "${0%/*}/lib-led.sh"

# not_listed: both ends know nothing of a connection.
not_listed() {
	eventually 2 "client: not in the table" has_connections client 0
	eventually 2 "server: not in the table" has_connections server 0
}

# counted_opening CLIENT'S SERVER'S: the counters of the handshake that moved.
counted_opening() {
	local host

	for host in client server; do
		check "$host: ${1:-nothing}" test "$(moved "$host" |
			awk '/^(Syn|Established|Fallback)/ { print $1 }' | xargs)" = "$1"
		shift
	done
}

simultaneous() {
	on r1 nft -f - <<-'RULES'
	table ip6 seen {
		chain passing {
			type filter hook forward priority 0
			iifname toclient tcp flags & (syn | ack) == syn | ack counter comment "forth"
			iifname toserver tcp flags & (syn | ack) == syn | ack counter comment "back"
		}
	}
	RULES
	lead client
	lead server
	mark
	# So that nobody is sooner than the other's SYN, which takes 20 ms.
	asks client "fresh()"
	asks server "fresh()"
	tell client "connect('$SERVER1', 7000, '$CLIENT1', 7000)"
	tell server "connect('$CLIENT1', 7000, '$SERVER1', 7000)"
	hears client "connects"
	hears server "connects"
	check_number "SYN-ACKs of the client" "$(counted r1 "ip6 seen" forth)" '>=' 1
	check_number "SYN-ACKs of the server" "$(counted r1 "ip6 seen" back)" '>=' 1
	counted_opening "SynSent SynReceived FallbackNoOption" "SynSent SynReceived FallbackNoOption"
	exchange 20000
	not_listed
}

# opens_fast BYTES: by the first call that sends.
opens_fast() {
	asks client "(fresh(), s.settimeout(None), s.bind(('$CLIENT1', 0)))[0]"
	asks client "s.sendto(content('client', 0, $1), MSG_FASTOPEN, ('$SERVER1', 7000))" "$1"
	asks server "accept()"
	asks server "take($1)"
	carry server client 20000
}

fastopen() {
	on client sysctl -qw net.ipv4.tcp_fastopen=1
	on server sysctl -qw net.ipv4.tcp_fastopen=2
	lead client
	lead server
	asks server "listen('::', 7000, (IPPROTO_TCP, TCP_FASTOPEN, 5))"
	# A cookie is asked for, without data: that leaves room for the option.
	mark
	opens_fast 1000
	eventually 5 "negotiated" negotiated
	asks client "close()"
	asks server "close()"
	# With the cookie there are data in the SYN.
	eventually 5 "the connection is gone" has_connections client 0
	mark
	opens_fast 1000
	check_number "SYNs with data" "$(on client nstat -asz TcpExtTCPFastOpenActive | awk 'NR == 2 { print $2 }')" == 1
	counted_opening FallbackData ""
	not_listed
	asks client "close()"
	asks server "close()"
	# No cookie is needed, so that the server has a socket at once.
	on server sysctl -qw net.ipv4.tcp_fastopen=0x202
	on client ip tcp_metrics flush
	mark
	opens_fast 1000
	counted_opening "SynSent FallbackNoOption" SynReceived
	not_listed
}

cookies() {
	lead client
	lead server
	asks server "listen('::')"
	on server sysctl -qw net.ipv4.tcp_syncookies=2
	mark
	asks client "connect('$SERVER1', 7000, '$CLIENT1')"
	asks server "accept()"
	counted_opening "SynSent FallbackNoOption" SynReceived
	exchange 20000
	not_listed
	on server sysctl -qw net.ipv4.tcp_syncookies=1
	mark
	asks client "connect('$SERVER1', 7000, '$CLIENT1')"
	asks server "accept()"
	eventually 5 "without a cookie: negotiated" negotiated
	exchange 20000
}

# A socket is saved, closed without a word and made anew.
repair() {
	cat >"$scratch/led.py.more" <<'PY'
REPAIR, QUEUE, SEQ, OPTIONS, STAMP, WINDOW = 19, 20, 21, 22, 24, 29

def remake():
    global s
    number = lambda option: s.getsockopt(IPPROTO_TCP, option) & 0xffffffff
    s.setsockopt(IPPROTO_TCP, REPAIR, 1)
    queues = []
    for queue in 1, 2:
        s.setsockopt(IPPROTO_TCP, QUEUE, queue)
        queues.append((queue, number(SEQ)))
    s.setsockopt(IPPROTO_TCP, QUEUE, 0)
    window, stamp, size = s.getsockopt(IPPROTO_TCP, WINDOW, 20), number(STAMP), number(TCP_MAXSEG)
    scales = s.getsockopt(IPPROTO_TCP, TCP_INFO, 8)[6]
    here, there = s.getsockname()[:2], s.getpeername()[:2]
    s.close()
    s = socket(AF_INET6)
    s.settimeout(30)
    s.setsockopt(IPPROTO_TCP, REPAIR, 1)
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(here)
    for queue, seq in queues:
        s.setsockopt(IPPROTO_TCP, QUEUE, queue)
        s.setsockopt(IPPROTO_TCP, SEQ, struct.pack('=I', seq))
    s.connect(there)
    s.setsockopt(IPPROTO_TCP, OPTIONS, struct.pack('=8I', 2, size, 3, scales & 15 | scales >> 4 << 16, 4, 0, 8, 0))
    s.setsockopt(IPPROTO_TCP, STAMP, struct.pack('=I', stamp))
    s.setsockopt(IPPROTO_TCP, WINDOW, window)
    s.setsockopt(IPPROTO_TCP, REPAIR, 0)
    return 'ok'
PY
	mark
	meet
	ready
	exchange 20000
	cut_link silent 1
	exchange 20000
	check "moved" column_is client cur_local "$CLIENT2"
	asks client "remake()"
	asks client "s.getsockname()[0]" "$CLIENT2"
	exchange 20000
	eventually 3 "the client's entry is gone" has_connections client 0
	check "the server's is not" has_connections server 1 established
	exchange 20000
}

time_wait() {
	for host in client server; do
		on "$host" sysctl -qw net.ipv4.tcp_max_tw_buckets=1000
	done
	set_option server follow 0
	mark
	meet
	ready
	asks client "migrate('$CLIENT2', '$SERVER2')"
	asks client "finish()"
	asks server "end()"
	check "the server has not followed" column_is server cur_remote "$CLIENT1"
	# The last ACK is lost, and the FIN comes again, on the other pair.
	on r2 nft -f - <<-'RULES'
	table ip6 box {
		chain passing {
			type filter hook forward priority 0
			iifname toclient counter drop comment "acks"
		}
	}
	RULES
	asks server "(finish(), close())[1]"
	asks client "end()"
	check "in TIME_WAIT" test -n "$(on client ss -Htn state time-wait "dport = :7000")"
	lost() { [ "$(counted r2 "ip6 box" acks)" -ge 1 ]; }
	eventually 5 "an ACK is lost" lost
	on r2 nft delete table ip6 box
	eventually 3 "the server's FIN is acknowledged" has_connections server 0
	check_counter client AliasNoSocket == 0
	check_counter client AliasRstDropped == 0
	on client sysctl -qw net.ipv4.tcp_max_tw_buckets=0
}

# Its sockets are open, have moved, and have data in flight.
namespace() {
	mark
	meet
	ready
	cut_link silent 1
	exchange 20000
	check "moved" column_is client cur_local "$CLIENT2"
	cut_link silent 2
	asks client "send(10000)"
	asks server "send(10000)"
	ip netns delete client
	kill -9 "$led"
	wait "$led" 2>/dev/null
	dismiss client server
}

"${KIND//-/_}"
case $KIND in
namespace) ;;
time-wait) dismiss client server ;;
*) part client server ;;
esac
