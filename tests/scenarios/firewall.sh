#!/bin/bash
# SPDX-License-Identifier: MIT
# A stateful firewall lets in what belongs to a connection that it has seen go out:
# at the client, in front of it, or at a server that takes SYNs to one port. What goes
# on after a cut has to be opened from the inside, on a pair it has not seen yet.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 10
# pairs: FW=host,strict,cpe,server SENDER=client,server STREAM=bulk,thin CUT=silent,own-link-down rate=5mbit
. "${0%/*}/lib.sh"

case $FW in
strict)
	# It joins no connection in the middle; docs/firewalls.md has these rules.
	on client sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0
	on client nft -f - <<-RULES
		table ip6 moved {
			set flows {
				type ipv6_addr . inet_service . ipv6_addr . inet_service
				size 65536
				flags dynamic,timeout
				timeout 300s
			}
			chain out {
				type filter hook output priority 0
				ct state invalid tcp flags & (fin|syn|rst) == 0 update @flows { ip6 saddr . tcp sport . ip6 daddr . tcp dport }
			}
			chain in {
				type filter hook input priority 0; policy drop
				ct state established,related accept
				ip6 daddr . tcp dport . ip6 saddr . tcp sport @flows accept
				meta l4proto ipv6-icmp accept
				iif lo accept
			}
		}
	RULES
	;;
*) guard_at "$FW" ;;
esac

mark
receiver=$(other "$SENDER")
transfer_start "$SENDER" 6000 --stream "$STREAM"
case $STREAM in
bulk) wait_until 60 received "$receiver" 300000 || give_up "no data before the cut" ;;
thin) wait_until 60 received "$receiver" 4000 || give_up "no data before the cut" ;;
esac
check "negotiated" negotiated
cut_link "$CUT" 1
transfer_end
check_transfer 500
check_number "migrations and follows" "$(moves)" '>=' 2
