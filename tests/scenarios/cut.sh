#!/bin/bash
# SPDX-License-Identifier: MIT
# A transfer goes through a cut of link 1, whichever end sends.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 24
# case: CUT=silent
# case: CUT=carrier
# case: CUT=own-link-down
# case: CUT=address-removed
# case: CUT=route-removed
# case: CUT=far-link
. "${0%/*}/lib.sh"

case $CUT in
own-link-down) gap=180 cause=MigratedLinkDown ;;
address-removed) gap=180 cause=MigratedAddressRemoved ;;
route-removed) gap=180 cause=MigratedNoRoute ;;
silent) gap=250 cause= ;;
carrier) gap=450 cause= ;;
far-link) gap=450 cause= ;;
esac
remember_link 1

for sender in client server; do
	receiver=$(other "$sender")
	mark
	transfer_start "$sender" 4000
	wait_until 60 received "$receiver" 2000000 || give_up "no data before the cut"
	check "$sender sends: negotiated" negotiated
	cut_link "$CUT" 1
	transfer_end
	check_transfer "$gap"
	check_number "migrations and follows" "$(moves)" '>=' 2
	[ -z "$cause" ] || check_counter client "$cause" '>=' 1
	check_counter client AliasNoSocket == 0
	check_counter server AliasNoSocket == 0
	heal_link 1
	eventually 90 "the link works again" works 1
done
