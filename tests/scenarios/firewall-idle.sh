#!/bin/bash
# SPDX-License-Identifier: MIT
# A firewall forgets what it has not seen for long, on the other paths too. A server
# whose path died meanwhile reaches an idle client all the same, since that asks its
# pairs again within verify_interval.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 20
# case: rate=5mbit
. "${0%/*}/lib.sh"

guard_at host
on client bash -c '
	cd /proc/sys/net/netfilter
	echo 6 | tee nf_conntrack_tcp_timeout_established nf_conntrack_tcp_timeout_unacknowledged >/dev/null'
for host in client server; do
	set_option "$host" verify_interval "${INTERVAL:-2}"
done

mark
transfer_start server 14000 --stream idle --interval 11000
eventually 20 "negotiated" negotiated
eventually 5 "proven, and asked again" has_moved client ProbeReplyReceived 3
cut_link silent 1
transfer_end
check_transfer
check_number "bytes received" "$(result recv received)" == 400
check_counter server MigratedRto == 1
# Idle for 10 s and more: each end asks once in 2 s, and answers.
check_number "questions of both ends" \
	"$(($(difference client ProbeSent) + $(difference server ProbeSent)))" '<=' 48
# The second write came at once, and not with TCP's last attempts.
check_number "ms from the write to its arrival" \
	"$(awk -v last="$(result recv last_ms)" -v sent="$(result send last_write_ms)" 'BEGIN { print last - sent }')" '<=' 500
