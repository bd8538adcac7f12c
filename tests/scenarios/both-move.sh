#!/bin/bash
# SPDX-License-Identifier: MIT
# Both ends move at the same moment: to different pairs, where the choice of who opened the
# connection counts; to the same one; or away from links of their own that go at once.
# No byte is lost, and both end on one pair.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 5
# case: core=yes WHY=different
# case: core=yes WHY=same
# case: core=yes WHY=links
# case: WHY=links
. "${0%/*}/lib.sh"
. "${0%/*}/lib-led.sh"

# agree: are both on one pair?
agree() {
	[ "$(column client cur_local)" = "$(column server cur_remote)" ] &&
		[ "$(column client cur_remote)" = "$(column server cur_local)" ]
}

# on_pair LOCAL REMOTE: of the client's addresses; both ends.
on_pair() {
	column_is client cur_local "$1" && column_is client cur_remote "$2" && agree
}

# ask_to_move CLIENT'S PAIR SERVER'S PAIR: at once, while both send.
ask_to_move() {
	for host in client server; do
		tell "$host" "send(50000)"
	done
	for host in client server; do
		hears "$host" "sends"
	done
	tell client "migrate($1)"
	tell server "migrate($2)"
	hears client "is told to move"
	hears server "is told to move"
	for host in client server; do
		tell "$host" "send(50000)"
	done
	for host in client server; do
		asks "$host" "take(50000)"
		hears "$host" "sends more"
		asks "$host" "take(50000)"
	done
}

mark
meet
ready
case $WHY in
different | same)
	for address in "$SERVER1" "$SERVER2"; do
		eventually 5 "the client knows the way to $address" proven client "$CLIENT2" "$address"
	done
	for address in "$CLIENT1" "$CLIENT2"; do
		eventually 5 "the server knows the way to $address" proven server "$SERVER2" "$address"
	done
	;;
esac
case $WHY in
different)
	ask_to_move "'$CLIENT2', '$SERVER1'" "'$SERVER2', '$CLIENT1'"
	eventually 3 "where the client wants it" on_pair "$CLIENT2" "$SERVER1"
	check_counter client MigratedRequested == 1
	check_counter server MigratedRequested == 1
	check_counter client Followed == 0
	check_counter server Followed == 1
	;;
same)
	ask_to_move "'$CLIENT2', '$SERVER2'" "'$SERVER2', '$CLIENT2'"
	eventually 3 "where both want it" on_pair "$CLIENT2" "$SERVER2"
	check_number "moves" "$(moves)" == 2
	;;
links)
	for host in client server; do
		tell "$host" "send(50000)"
	done
	ip -n client link set link1 down
	ip -n server link set link1 down
	for host in client server; do
		hears "$host" "sends"
		asks "$host" "take(50000)"
	done
	eventually 3 "on what is left" on_pair "$CLIENT2" "$SERVER2"
	check_counter client MigratedLinkDown == 1
	# It may have been told before it sees to its own link.
	check_number "the server moved once" $(($(difference server MigratedLinkDown) + $(difference server Followed))) == 1
	;;
esac
part client server
