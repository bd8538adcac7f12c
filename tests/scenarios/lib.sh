# SPDX-License-Identifier: MIT
# Helpers of the scenarios. A scenario runs as root in a machine with a topology
# up (see README.md), and begins by reading this file. Its arguments are variables
# of its own, NAME=VALUE. Every check prints one line; the exit status is 2 when
# one failed.
#
# Hosts are network namespaces: client, server, in two-routers r1 and r2, in proxies
# proxy1, proxy2, ...
# CLIENT1 .. SERVER3 are addresses, the number is that of the link.

set -u
export LC_ALL=C
for argument; do
	declare -- "$argument"
done
scratch=$(mktemp -d)
checks=0
failures=0
began=$(date +%s%3N)

# ---- checks -----------------------------------------------------------------

# pass TEXT | fail TEXT
pass() {
	checks=$((checks + 1))
	echo "ok $checks - $1"
}

fail() {
	checks=$((checks + 1))
	failures=$((failures + 1))
	echo "not ok $checks - $1"
}

# check TEXT COMMAND...: passes when the command does.
check() {
	local text=$1

	shift
	if "$@"; then pass "$text"; else fail "$text"; fi
}

# check_number TEXT VALUE OPERATOR EXPECTED: the operators of awk.
check_number() {
	if awk -v a="$2" -v b="$4" "BEGIN { exit !(a != \"\" && a + 0 $3 b + 0) }"; then
		pass "$1: $2 $3 $4"
	else
		fail "$1: ${2:-nothing} $3 $4"
	fi
}

# not COMMAND...: for check.
not() {
	! "$@"
}

# give_up TEXT: nothing that follows would make sense.
give_up() {
	fail "$1"
	exit 2
}

at_exit() {
	local status=$? took

	trap - EXIT
	jobs -p | xargs -r kill 2>/dev/null
	[ "$failures" -eq 0 ] || show_state
	took=$(($(now_ms) - began))
	check "the module can be unloaded" unload
	check "it leaves no memory" leaves_nothing
	check "the kernel has nothing to complain about" no_complaints
	save_counts
	echo "1..$checks"
	echo "# took $took ms"
	echo "$((checks - failures)) passed, $failures failed"
	[ "$status" -ne 0 ] || [ "$failures" -eq 0 ] || status=2
	exit "$status"
}
trap at_exit EXIT

# Whatever state a scenario leaves, both modules go without a complaint.
unload() {
	local module

	grep '^preserve' /proc/modules >>"$scratch/modules"
	for module in preserve_paths preserve; do
		[ ! -e "/sys/module/$module" ] || rmmod "$module" || return
	done
}

# load: what unload took away.
load() {
	insmod /lib/preserve/preserve.ko && insmod /lib/preserve/preserve_paths.ko
}

# leaves_nothing: no cache of the module is left, for which it would have to be empty;
# and, where the kernel looks for lost memory, nothing that the module's code allocated.
leaves_nothing() {
	local leaks=/sys/kernel/debug/kmemleak

	! grep -s '^preserve' /proc/slabinfo || return
	[ -w "$leaks" ] || return 0
	# What is younger does not count as lost.
	sleep 6
	echo scan >"$leaks"
	echo scan >"$leaks"
	# The names of functions have gone with the modules.
	awk 'NR == FNR { from[NR] = strtonum($6); to[NR] = from[NR] + $2; next }
		/^unreferenced/ { object = $0 }
		$NF ~ /^0x/ {
			for (i in from)
				if (strtonum($NF) >= from[i] && strtonum($NF) < to[i]) {
					print object
					lost = 1
				}
		}
		END { exit lost }' "$scratch/modules" "$leaks"
}

# Which lines of the module ran: the debug kernel counts them.
save_counts() {
	local file target

	while read -r file; do
		target=$OUT/gcov/${file##*/build/}
		mkdir -p "${target%/*}"
		cat "$file" >"$target"
	done < <(find /sys/kernel/debug/gcov -name '*.gcda' 2>/dev/null)
}

# What somebody who looks into a failure wants to see.
show_state() {
	local host

	for host in client server; do
		on "$host" bash -c '
			echo "# '"$host"': connections"
			sed "s/^/#   /" /proc/net/preserve/connections
			echo "# '"$host"': aliases"
			head -20 /proc/net/preserve/aliases | sed "s/^/#   /"
			echo "# '"$host"': counters"
			awk "\$2 { print \"#   \" \$0 }" /proc/net/preserve/stats
			echo "# '"$host"': sockets"
			ss -Htaon | head -20 | sed "s/^/#   /"' 2>/dev/null
	done
}

# ---- hosts and waiting ------------------------------------------------------

# on HOST COMMAND...: as ip netns exec, which costs three times as much.
on() {
	nsenter --net="/var/run/netns/$1" -- "${@:2}"
}

# wait_until SECONDS COMMAND...: asks until the command succeeds, ever less often.
wait_until() {
	local end=$((SECONDS + $1)) pause=20

	shift
	until "$@"; do
		[ "$SECONDS" -le "$end" ] || return 1
		sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))"
		pause=$((pause < 4000 ? pause * 5 / 4 : 4000))
	done
}

# eventually SECONDS TEXT COMMAND...: a check on a state that comes.
eventually() {
	local seconds=$1 text=$2

	shift 2
	check "$text" wait_until "$seconds" "$@"
}

# listens HOST PORT
listens() {
	[ -n "$(on "$1" ss -Htln "sport = :$2")" ]
}

# counted HOST "FAMILY TABLE" COMMENT [bytes]: packets at the rules of nftables with
# that comment. (User-mode Linux has no counters with names.)
counted() {
	on "$1" nft list table $2 |
		awk -v comment="\"$3\"" -v key="${4:-packets}" '$NF == comment {
			for (i = 1; i < NF; i++)
				if ($i == key) { sum += $(i + 1); found = 1 }
		} END { if (found) print sum }'
}

# guard HOST HOOK RULE...: a stateful firewall there, that drops what no rule takes.
guard() {
	local host=$1 hook=$2 rule

	shift 2
	on "$host" nft add table ip6 fw
	on "$host" nft add chain ip6 fw guard "{ type filter hook $hook priority 0; policy drop; }"
	on "$host" nft add rule ip6 fw guard ct state established,related accept
	on "$host" nft add rule ip6 fw guard ct state invalid drop
	on "$host" nft add rule ip6 fw guard meta l4proto ipv6-icmp accept
	for rule; do
		on "$host" nft add rule ip6 fw guard $rule
	done
}

# guard_at host|cpe|server: such a one at the client, in both home routers, or at a server
# that takes SYNs.
guard_at() {
	local router

	case $1 in
	host) guard client input 'iif lo accept' ;;
	cpe)
		for router in r1 r2; do
			guard "$router" forward 'iifname toclient accept'
		done
		;;
	server)
		guard server input 'iif lo accept' \
			'ct state new tcp flags & (fin|syn|rst|ack) == syn accept'
		;;
	esac
}

# ---- the module: counters, tables, settings ---------------------------------

# counter HOST NAME
counter() {
	on "$1" awk -v n="$2" '$1 == n { print $2; found = 1 } END { exit !found }' \
		/proc/net/preserve/stats
}

# mark: from now on, counters are told as differences.
mark() {
	local host

	for host in client server; do
		on "$host" cat /proc/net/preserve/stats >"$scratch/mark.$host"
	done
}

# moved HOST: "Name difference" of every counter that moved since mark.
moved() {
	on "$1" cat /proc/net/preserve/stats |
		awk 'NR == FNR { old[$1] = $2; next } $2 != old[$1] { print $1, $2 - old[$1] }' \
			"$scratch/mark.$1" -
}

# difference HOST NAME
difference() {
	moved "$1" | awk -v n="$2" '$1 == n { d = $2 } END { print d + 0 }'
}

# moves: migrations and follows of both ends since mark.
moves() {
	{ moved client; moved server; } |
		awk '/^(Migrated|Followed)/ { n += $2 } END { print n + 0 }'
}

# refusals: options refused and fallbacks of both ends since mark.
refusals() {
	{ moved client; moved server; } |
		awk '/^(Option|Echo|Fallback)/ { n += $2 } END { print n + 0 }'
}

# check_counter HOST NAME OPERATOR VALUE: since mark.
check_counter() {
	check_number "$1 $2" "$(difference "$1" "$2")" "$3" "$4"
}

# has_moved HOST NAME [BY]: for eventually; BY is the least difference.
has_moved() {
	[ "$(difference "$1" "$2")" -ge "${3:-1}" ]
}

# check_moved HOST NAME...: these counters moved since mark, and no other. Closed
# is left out: the end of an earlier connection is noticed some time later.
check_moved() {
	local host=$1 expected got

	shift
	expected=$(printf '%s\n' "$@" | sort)
	got=$(moved "$host" | awk '$1 != "Closed" { print $1 }' | sort)
	if [ "$got" = "$expected" ]; then
		pass "$host: moved exactly: ${*:-nothing}"
	else
		fail "$host: moved: $(echo $got), expected: $*"
	fi
}

# connections HOST [STATE]: the lines of the table.
connections() {
	on "$1" awk -v s="${2:-}" 'NR > 1 && (s == "" || $3 == s)' \
		/proc/net/preserve/connections
}

# column HOST NAME: of the newest connection.
column() {
	on "$1" awk -v n="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$1 + 0 >= newest { newest = $1; value = $(at[n]) }
		END { print value }' /proc/net/preserve/connections
}

# has_connections HOST NUMBER [STATE]
has_connections() {
	[ "$(connections "$1" "${3:-}" | wc -l)" -eq "$2" ]
}

# column_is HOST NAME VALUE: for eventually.
column_is() {
	[ "$(column "$1" "$2")" = "$3" ]
}

# no_complaints: did the kernel print a warning, an oops or a lockdep report since
# the scenario began? (The debug kernel complains about itself while it boots.)
# Told by a mark, not by a number of lines: the kernel drops the oldest ones.
beginning="scenario begins, process $$"
echo "$beginning" >/dev/kmsg
no_complaints() {
	! dmesg | awk -v mark="$beginning" '
		index($0, mark) { n = 0; next }
		{ line[n++] = $0 }
		END { for (i = 0; i < n; i++) print line[i] }' | grep -E 'WARNING:|BUG:|Oops|INFO: (task|rcu)|general protection|refcount_t|Call Trace'
}

# negotiated: has a connection been negotiated, at both ends, since mark?
negotiated() {
	has_moved client Established && has_moved server Established
}

# set_option HOST NAME VALUE
set_option() {
	on "$1" bash -c "echo $3 >/proc/sys/net/preserve/$2" 2>/dev/null
}

# get_option HOST NAME
get_option() {
	on "$1" cat "/proc/sys/net/preserve/$2"
}

# refuse_list HOST LIST TEXT: EINVAL, in one write whatever its length, and the list stays.
refuse_list() {
	local before

	before=$(get_option "$1" "$2")
	echo "$3" | on "$1" dd bs=4k iflag=fullblock of="/proc/sys/net/preserve/$2" 2>"$scratch/errors"
	check "$2: refuses '${3:0:40}' with EINVAL" grep -q 'Invalid argument' "$scratch/errors"
	check "$2: nothing changed" test "$(get_option "$1" "$2")" = "$before"
}

# spread_on [HOST...]: let connections be spread over their pairs.
spread_on() {
	local host

	[ $# -gt 0 ] || set -- client server
	for host; do
		set_option "$host" reorder/enabled 1
		set_option "$host" scheduler/enabled 1
		set_option "$host" scheduler/pairs 1
	done
}

# spread HOST LOCAL COLUMN: of the newest connection's pair with that address.
spread() {
	on "$1" awk -v local="$2" -v n="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$2 == local && $1 + 0 >= newest { newest = $1; value = $(at[n]) }
		END { print value }' /proc/net/preserve/spread
}

# spread_is HOST LOCAL COLUMN VALUE: for eventually.
spread_is() {
	[ "$(spread "$1" "$2" "$3")" = "$4" ]
}

# spread_above HOST LOCAL COLUMN VALUE: for eventually.
spread_above() {
	local value

	value=$(spread "$1" "$2" "$3")
	[ "${value:-0}" -gt "$4" ]
}

# fresh_groups HOST...: an adaptive group of two tunnels that knows nothing of them.
fresh_groups() {
	local host

	for host; do
		on "$host" bash -c '
			echo clear >/proc/net/preserve/paths
			printf "mode adaptive\ntun1 1\ntun2 1\n" >/proc/net/preserve/paths'
	done
}

# holds_nothing HOST: no segment is in a reorder buffer; for eventually.
holds_nothing() {
	on "$1" awk 'NR > 1 { n += $6 } END { exit n > 0 }' /proc/net/preserve/reorder
}

# now_ms: of the machine's clock.
now_ms() {
	date +%s%3N
}

# address HOST LINK: as the variables CLIENT1 ... hold it.
address() {
	local name=${1^^}$2

	echo "${!name}"
}

# ---- verified transfers -----------------------------------------------------

# transfer_start SENDER MILLISECONDS [OPTION of probe...]: between client and
# server in the background; the client opens the connection.
transfer_start() {
	local sender=$1 duration=$2 client_role=send server_role=recv

	shift 2
	[ "$sender" = client ] || { client_role=recv; server_role=send; }
	probe "$server_role" -n server --listen "$SERVER1" --duration "$duration" \
		"$@" >"$scratch/$server_role.json" &
	transfer_server=$!
	wait_until 60 listens server 5001 || give_up "no listener for the transfer"
	probe "$client_role" -n client --connect "$SERVER1" --bind "$CLIENT1" \
		--duration "$duration" "$@" >"$scratch/$client_role.json" &
	transfer_client=$!
}

# plain_start MILLISECONDS [OPTION of probe...]: beside it, from the client over port
# 5002, a transfer of plain TCP: the server does not know the option of its SYN.
plain_start() {
	local duration=$1 type

	shift
	probe recv -n server --listen "$SERVER1" --port 5002 --duration "$duration" \
		"$@" >"$scratch/plain-recv.json" &
	plain_server=$!
	wait_until 60 listens server 5002 || give_up "no listener for the plain transfer"
	type=$(get_option client prefix_syn_type)
	set_option client prefix_syn_type 30
	probe send -n client --connect "$SERVER1" --bind "$CLIENT1" --port 5002 \
		--duration "$duration" "$@" >"$scratch/plain-send.json" &
	plain_client=$!
	eventually 5 "a plain connection" connected 5002
	set_option client prefix_syn_type "$type"
}

# client_port PORT: of the client's connection to that port.
client_port() {
	on client ss -HtnO state established "dport = :$1" |
		awk '{ sub(/.*:/, "", $3); print $3; exit }'
}

# connected PORT: for eventually.
connected() {
	[ -n "$(client_port "$1")" ]
}

# transfer_end: waits for both ends.
transfer_end() {
	wait "$transfer_client"
	wait "$transfer_server"
}

# result recv|send KEY: of the report of that end.
result() {
	awk -v key="\"$2\":" '/"type":"(sent|received)"/ {
		i = index($0, key)
		if (!i)
			next
		value = substr($0, i + length(key))
		sub(/[,}].*/, "", value)
		gsub(/"/, "", value)
		print value
	}' "$scratch/$1.json"
}

# check_transfer [GAP]: all bytes came, none changed, and no receive waited
# longer than GAP milliseconds (told only when time is simulated). The bounds leave
# room for one loss that any TCP would wait for; how short a gap is on the whole is
# for the experiments to tell.
check_transfer() {
	local connections

	connections=$(result send connections)
	check_number "connections complete" "$(result recv complete)" == "${connections:-1}"
	check_number "bytes sent" "$(result send accepted)" '>' 0
	check_number "bytes received" "$(result recv received)" == "$(result send accepted)"
	check_number "bytes changed" "$(result recv changed)" == 0
	if [ $# -gt 0 ] && [ "${REAL_TIME:-0}" = 0 ]; then
		check_number "largest gap in ms" "$(result recv largest_gap_ms)" '<=' "$1"
	fi
}

# serve_files [DIRECTIVES]: the server's nginx serves what is in $scratch/www, with more
# directives of its server if there are any.
serve_files() {
	mkdir -p "$scratch/www" "$scratch/nginx" /var/log/nginx /var/lib/nginx
	chmod 755 "$scratch"
	cat >"$scratch/nginx.conf" <<CONF
daemon off;
user root;
pid $scratch/nginx/pid;
error_log $scratch/nginx/error.log;
events { }
http {
	access_log off;
	client_body_temp_path $scratch/nginx/a;
	proxy_temp_path $scratch/nginx/b;
	fastcgi_temp_path $scratch/nginx/c;
	uwsgi_temp_path $scratch/nginx/d;
	scgi_temp_path $scratch/nginx/e;
	server { listen 80; listen [::]:80; root $scratch/www; ${1:-} }
}
CONF
	on server nginx -c "$scratch/nginx.conf" &
	wait_until 20 listens server 80 ||
		give_up "nginx does not listen: $(cat "$scratch/nginx/error.log")"
}

# fetched KEY: of the last download.
fetched() {
	sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"]*\).*/\1/p" "$scratch/fetched"
}

# lines_start NUMBER [SECONDS]: the client sends so many numbered lines, 20 a second, to
# what echoes on port 7000 of the server, and gives up after SECONDS of silence.
lines_start() {
	lines=$1
	for i in $(seq "$lines"); do
		echo "$i"
		sleep 0.05
	done | on client socat -t"${2:-5}" - "TCP6:[$SERVER1]:7000,bind=[$CLIENT1]" >"$scratch/echo" &
	lines_sender=$!
}

# lines_end: all came back.
lines_end() {
	wait "$lines_sender"
	check_number "lines echoed" "$(wc -l <"$scratch/echo")" == "$lines"
}

# download TEXT BYTES: all of the document comes, and nothing is changed.
download() {
	probe fetch -n client --connect "$SERVER1" --path /document --limit 120000 >"$scratch/fetched"
	check_number "$1: status" "$(fetched status)" == 200
	check_number "$1: bytes" "$(fetched bytes)" == "$2"
	check_number "$1: bytes changed" "$(fetched changed)" == 0
}

# path HOST DEVICE COLUMN
path() {
	on "$1" awk -v d="$2" -v n="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$(at["dev"]) == d { print $(at[n]) }' /proc/net/preserve/paths
}

# path_is HOST DEVICE COLUMN VALUE: for eventually.
path_is() {
	[ "$(path "$1" "$2" "$3")" = "$4" ]
}

# path_packets DEVICE: that the server's scheduler gave to it.
path_packets() {
	path server "$1" packets
}

# received HOST BYTES: has a socket of that host taken so many bytes?
received() {
	on "$1" ss -HtniO state established |
		awk -v n="$2" '
			{ for (i = 1; i <= NF; i++)
				if (split($i, p, ":") == 2 && p[1] == "bytes_received" && p[2] + 0 >= n)
					found = 1 }
			END { exit !found }'
}

# other HOST: the other end.
other() {
	[ "$1" = client ] && echo server || echo client
}

# ---- cuts -------------------------------------------------------------------

# cut_link KIND LINK: as the experiments do it, in two-routers.
cut_link() {
	local link=$2

	case $1 in
	silent)
		on "r$link" nft add table ip6 cut
		on "r$link" nft add chain ip6 cut dropped '{ type filter hook forward priority 0; policy drop; }'
		;;
	carrier)
		ip -n "r$link" link set toclient down
		ip -n "r$link" link set toserver down
		;;
	own-link-down)
		ip -n client link set "link$link" down
		;;
	address-removed)
		ip -n client -6 addr flush dev "link$link" scope global
		;;
	route-removed)
		ip -n client -6 route del default dev "link$link" table "$link"
		ip -n client -6 route del default dev "link$link"
		;;
	far-link)
		ip -n server link set "link$link" down
		;;
	*)
		give_up "no cut is called $1"
		;;
	esac
}

# ends LINK: the devices of a link, as HOST DEVICE.
ends() {
	printf '%s\n' "client link$1" "server link$1" "r$1 toclient" "r$1 toserver"
}

# remember_link LINK: note what heal_link must put back.
remember_link() {
	local host device

	while read -r host device; do
		ip -n "$host" -6 addr show dev "$device" scope global |
			awk '/inet6/ { print $2 }' >"$scratch/addresses.$host.$device"
		# What the kernel makes by itself it makes again.
		ip -n "$host" -6 route show table all dev "$device" |
			grep -vE 'proto kernel|^(local|anycast|multicast) ' |
			sed 's/ pref .*//' >"$scratch/routes.$host.$device"
	done < <(ends "$1")
}

# heal_link LINK: undo every kind of cut; remember_link LINK came before it.
heal_link() {
	local host device line

	on "r$1" nft delete table ip6 cut 2>/dev/null
	while read -r host device; do
		ip -n "$host" link set "$device" up
		while read -r line; do
			ip -n "$host" -6 addr replace "$line" dev "$device" nodad
		done <"$scratch/addresses.$host.$device"
	done < <(ends "$1")
	while read -r host device; do
		while read -r line; do
			ip -n "$host" -6 route replace $line dev "$device"
		done <"$scratch/routes.$host.$device"
	done < <(ends "$1")
}

# works LINK: do the ends reach each other over it? For eventually: while a router
# counts as unreachable, IPv6 takes the next route, here "unreachable", and asks
# the router again once a minute only (net.ipv6.conf.*.router_probe_interval).
works() {
	on client ping -q -c 1 -W 1 -I "$(address client "$1")" "$(address server "$1")" >/dev/null
}

# ---- injecting --------------------------------------------------------------

# The ports inject speaks from; hidden from the host's own TCP.
inject_first=20000

# hide_ports HOST: keep the host's TCP from answering for inject.
hide_ports() {
	on "$1" nft add table ip6 hidden
	on "$1" nft add chain ip6 hidden input '{ type filter hook input priority 0; }'
	on "$1" nft add rule ip6 hidden input tcp dport 20000-29999 drop
}
