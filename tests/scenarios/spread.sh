#!/bin/bash
# SPDX-License-Identifier: MIT
# One connection over both links: more than a link carries, no move, in each mode;
# and only when both ends want it.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 20
# case: MODE=1
# case: MODE=0
# case: MODE=2
# case: MODE=3
# case: ONLY=client
# case: ONLY=server
# case: ONLY=nobuffer
. "${0%/*}/lib.sh"

only=${ONLY:-}
case $only in
client | server) spread_on "$only" ;;
nobuffer)
	spread_on
	set_option server reorder/enabled 0
	;;
*)
	spread_on
	for host in client server; do set_option "$host" scheduler/pairs_mode "$MODE"; done
	;;
esac

for sender in client server; do
	receiver=$(other "$sender")
	mark
	transfer_start "$sender" 3000
	wait_until 60 received "$receiver" 1000000 || give_up "no data"
	check "$sender sends: negotiated" negotiated
	if [ -n "$only" ]; then
		transfer_end
		check_transfer 450
		check_counter "$sender" SpreadAgreed == 0
		check_counter "$receiver" SpreadAgreed == 0
		check_counter "$sender" SpreadSegments == 0
		# Answers to the probes that prove the other pairs, and nothing else.
		check_number "$receiver AliasReceived" "$(difference "$receiver" AliasReceived)" \
			'<=' "$(difference "$receiver" ProbeReplyReceived)"
		continue
	fi
	eventually 5 "the second pair is in use" spread_is "$sender" "$(address "$sender" 2)" state up
	first=$(spread "$sender" "$(address "$sender" 1)" packets)
	second=$(spread "$sender" "$(address "$sender" 2)" packets)
	case $MODE in
	3)
		# One late answer makes it look elsewhere for a moment.
		check_number "packets on the second pair, four times" "$((4 * second))" '<' "$first"
		check_number "packets on the first" "$first" '>' 500
		;;
	*)
		check_number "packets on the first pair" "$first" '>' 300
		eventually 5 "packets on the second pair" spread_above "$sender" "$(address "$sender" 2)" packets 300
		;;
	esac
	transfer_end
	check_transfer 450
	check_counter client SpreadAgreed == 1
	check_counter server SpreadAgreed == 1
	# In failover mode the pair moves as that of any connection does, and so it may
	# when a segment is lost twice.
	[ "$MODE" = 3 ] || check_number "migrations and follows" "$(moves)" == 0
	case $MODE in
	0 | 1)
		[ "${REAL_TIME:-0}" = 1 ] ||
			check_number "bytes in 3 s, of which a link carries 7100000" \
				"$(result recv delivered)" '>' 9500000
		;;
	2) check_counter "$sender" SchedCopies '>' 500 ;;
	esac
done
