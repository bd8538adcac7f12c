#!/bin/bash
# SPDX-License-Identifier: MIT
# A link that one end calls a backup is used by both ends only when no pair without it
# answers, and is left when one does again; of pairs that answer the one with the better
# priority is taken.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 6
# pairs: FLAG=client,server SENDER=client,server KIND=backup,priority host_ids=different core=yes
. "${0%/*}/lib.sh"

far=$(other "$FLAG")
for router in r1 r2; do
	on "$router" nft -f - <<-'N'
		table ip6 cut {
			set dead { type ipv6_addr; }
			chain dropped {
				type filter hook forward priority 0
				ip6 saddr @dead drop
				ip6 daddr @dead drop
			}
		}
	N
done

# dies ADDRESS | revives ADDRESS: silently, on every way.
dies() {
	for router in r1 r2; do on "$router" nft add element ip6 cut dead "{ $1 }"; done
}

revives() {
	for router in r1 r2; do on "$router" nft delete element ip6 cut dead "{ $1 }"; done
}

# is_on NEAR FAR: do both ends use this pair of links, the first that of FLAG's end?
is_on() {
	column_is "$FLAG" cur_local "$(address "$FLAG" "$1")" &&
		column_is "$FLAG" cur_remote "$(address "$far" "$2")" &&
		column_is "$far" cur_local "$(address "$far" "$2")" &&
		column_is "$far" cur_remote "$(address "$FLAG" "$1")"
}

for host in client server; do set_option "$host" restore_delay_ms 500; done
if [ "$KIND" = priority ]; then
	# The sum of both ends counts, so that far's own is the same on either way.
	duration=2000
	set_option "$FLAG" device_priorities link2:5
	set_option "$far" device_priorities "link1:1 link2:7"
else
	duration=4100
	set_option "$FLAG" backup_devices "link9 link2"
fi
mark
transfer_start "$SENDER" "$duration" --stream thin --interval 20
eventually 10 "negotiated" negotiated
check "on the handshake pair" is_on 1 1
wait_until 60 received "$(other "$SENDER")" 5000 || give_up "no data"

# Without flags the pair of the same rank, both second links, would be the first.
dies "$(address "$far" 1)"
eventually 5 "over the better of FLAG's links" is_on 1 2
check_number "moves and follows until then" "$(moves)" == 2
check_counter "$SENDER" MigratedRto == 1

if [ "$KIND" = backup ]; then
	dies "$(address "$FLAG" 1)"
	eventually 5 "over the backup when nothing else answers" is_on 2 2
	revives "$(address "$FLAG" 1)"
	eventually 5 "away from it when another pair works" is_on 1 2
	revives "$(address "$far" 1)"
	eventually 5 "and back to the handshake pair" is_on 1 1
	check_number "returns" "$(($(difference client MigratedPathRestored) + $(difference server MigratedPathRestored)))" == 2
	check "the other end has no list" test -z "$(get_option "$far" backup_devices)"
fi
transfer_end
check_transfer 900
check_number "refused options and fallbacks" "$(refusals)" == 0
