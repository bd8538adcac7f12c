#!/bin/bash
# SPDX-License-Identifier: MIT
# A program says of its socket that it stays plain TCP, reads where its connection is,
# and moves it: before connect(), on a listener, as any user, and as one who made the
# namespace himself. Every refusal has an errno of its own.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 7
. "${0%/*}/lib.sh"

chmod 711 "$scratch"
declare -A to from
user=(setpriv --reuid 1000 --regid 1000 --clear-groups)

# start NAME COMMAND...: a "probe socket", which ask leads.
start() {
	local name=$1 in out

	shift
	mkfifo "$scratch/$name.in" "$scratch/$name.out"
	"$@" <"$scratch/$name.in" >"$scratch/$name.out" 2>"$scratch/$name.errors" &
	exec {in}>"$scratch/$name.in" {out}<"$scratch/$name.out"
	to[$name]=$in from[$name]=$out
}

# ask NAME LINE: what it says to that.
ask() {
	echo "${*:2}" >&"${to[$1]}"
	read -r -t 30 -u "${from[$1]}" said || give_up "$1 is gone: $(cat "$scratch/$1.errors")"
}

# asks NAME LINE EXPECTED: a check of it.
asks() {
	ask "$1" "$2"
	check "$1, $2: $3" test "$said" = "$3"
}

# says NAME LINE EXPECTED: for eventually.
says() {
	ask "$1" "$2"
	[ "$said" = "$3" ]
}

# info NAME FIELD=VALUE...: for check and eventually.
info() {
	local field

	ask "$1" info
	for field in "${@:2}"; do
		[[ " $said " == *" $field "* ]] || return 1
	done
}

# close NAME...
close() {
	local name

	for name; do
		echo close >&"${to[$name]}"
		exec {to[$name]}>&- {from[$name]}<&-
		rm "$scratch/$name.in" "$scratch/$name.out"
	done
}

client() {
	start "$1" on client "${user[@]}" probe socket --connect "$SERVER1" --bind "$CLIENT1" "${@:2}"
}

# ---- what a program is told -------------------------------------------------

start listener probe socket -n server --listen "$SERVER1"
client c
asks c enable 1
asks c "enable 2" EINVAL
check "before: not negotiated" info c state=0 version=1 pairs=0
asks c "migrate $CLIENT2 $SERVER2" ENOTCONN
asks listener listen ok
asks c connect ok
asks listener accept ok
check "client: negotiated, and the handshake's pair" info c state=2 role=0 cause=0 pairs=4 proven=1 \
	local="$CLIENT1" remote="$SERVER1" rport=5001 current_local="$CLIENT1" current_remote="$SERVER1"
check "the number is that of the table" info c id="$(column client id)" lport="$(column client lport)"
eventually 5 "server: the same from its side" info listener state=2 role=1 pairs=4 local="$SERVER1" remote="$CLIENT1"
asks c enable 1
asks c "enable 0" EISCONN

# ---- where it is to be ------------------------------------------------------

mark
asks c "migrate $CLIENT2 2001:db8::99" EADDRNOTAVAIL
asks c "migrate $CLIENT1 $SERVER1" ok
check_counter client ProbeSent == 0
asks c "migrate $CLIENT2 $SERVER2" EAGAIN
check_counter client ProbeSent == 1
eventually 2 "what was asked and answered is taken" says c "migrate $CLIENT2 $SERVER2" ok
asks c "migrate $CLIENT1 $SERVER1" EBUSY
check "at once" info c current_local="$CLIENT2" current_remote="$SERVER2" cause=7 migrations=1
check "the handshake's pair is told as before" info c local="$CLIENT1" remote="$SERVER1"
check_number "ms since it moved" "$(sed 's/.*since_ms=//' <<<"$said")" '<=' 1000
check_counter client MigratedRequested == 1
asks c send ok
eventually 2 "the peer followed" info listener current_local="$SERVER2" current_remote="$CLIENT2" cause=6 followed=1
check "nobody else is told another cause" column_is client cause requested
# The handshake's pair works all the time, and is not returned to.
set_option client restore_delay_ms 200
set_option server restore_delay_ms 200
sleep 1
check "it stays there" info c current_local="$CLIENT2" migrations=1 followed=0
asks listener "migrate $SERVER1 $CLIENT1" ok
eventually 2 "the other end moves it back" info c current_local="$CLIENT1" cause=6 followed=1
# A pair that only crosses the links.
eventually 3 "a pair that was refused rests" says c "migrate $CLIENT1 $SERVER2" EHOSTUNREACH
remember_link 1
cut_link own-link-down 1
eventually 5 "it moved because it had to" info c current_local="$CLIENT2" cause=3
asks c "migrate $CLIENT1 $SERVER1" ENETUNREACH
asks c "migrate $CLIENT2 $SERVER2" ok
heal_link 1
eventually 10 "the link works again" works 1
sleep 1.5
check "where it was told to be it stays, too" info c current_local="$CLIENT2" migrations=2
close c

# ---- plain TCP --------------------------------------------------------------

mark
client out
asks out "enable 0" ok
asks out enable 0
asks out connect ok
check_counter client FallbackProgram == 1
check_counter client SynSent == 0
check "plain" info out state=0 pairs=0
asks out enable 0
asks out "migrate $CLIENT2 $SERVER2" EOPNOTSUPP
asks listener accept ok
close out

mark
client in
asks in "enable 0" ok
asks in "enable 1" ok
asks in connect ok
check_counter client SynSent == 1
asks listener accept ok
close in

asks listener enable 1
close listener
start listener probe socket -n server --listen "$SERVER1" --port 5002
asks listener listen ok
asks listener "enable 0" ok
mark
client c --port 5002
asks c connect ok
asks listener accept ok
check_counter client FallbackNoOption == 1
check_counter server FallbackProgram == 1
asks listener enable 0
close c listener

# ---- as many as there may be ------------------------------------------------

# The share of a namespace: one half of what the others leave of one half.
echo 8 >/sys/module/preserve/parameters/max_optouts
for i in 1 2 3; do client "o$i"; done
eventually 5 "the closed ones are forgotten" says o1 "enable 0" ok
asks o2 "enable 0" ok
asks o3 "enable 0" ENOBUFS
asks o3 enable 1
close o1
eventually 2 "what is closed makes room" says o3 "enable 0" ok
asks o2 "enable 1" ok
client o4
asks o4 "enable 0" ok
close o2 o3 o4

# ---- a user's own namespaces ------------------------------------------------

# Two namespaces with two links between them. What he writes goes to the socket.
cat >"$scratch/user.sh" <<'U'
coproc unshare -n bash -c 'echo $$; read -r; probe socket --listen 2001:db8:7::2'
read -r other <&"${COPROC[0]}"
for i in 7 8; do
	ip link add "v$i" type veth peer name "v$i" netns "$other"
	for side in 1 2; do
		[ "$side" = 1 ] && in=() || in=(nsenter -t "$other" -n --)
		"${in[@]}" ip -6 addr add "2001:db8:$i::$side/64" dev "v$i" nodad
		"${in[@]}" ip link set "v$i" up
		"${in[@]}" ip -6 route add default dev "v$i" metric "$i"
	done
done
echo 1 >/proc/sys/net/preserve/enabled
nsenter -t "$other" -n -- bash -c 'echo 1 >/proc/sys/net/preserve/enabled'
printf 'go\nlisten\n' >&"${COPROC[1]}"
read -r up <&"${COPROC[0]}"
probe socket --connect 2001:db8:7::2 --bind 2001:db8:7::1
echo close >&"${COPROC[1]}"
U
chmod 644 "$scratch/user.sh"
start own "${user[@]}" unshare -Urn bash "$scratch/user.sh"
asks own "enable 0" ok
asks own "enable 1" ok
asks own connect ok
check "in a namespace of his own: negotiated" info own state=2 pairs=4
asks own "migrate 2001:db8:8::1 2001:db8:8::2" EAGAIN
eventually 3 "and moved" says own "migrate 2001:db8:8::1 2001:db8:8::2" ok
check "where he wants it" info own current_local=2001:db8:8::1 cause=7
close own
