#!/bin/bash
# SPDX-License-Identifier: MIT
# Ten connections that begin at once, between networks that nobody ever had an answer
# from: few packets go there, and all the same every connection proves its pairs.
# topology: two-routers
# machines: 6.1 debug
# seconds: 14
. "${0%/*}/lib.sh"

# unproven HOST: connections without a proven pair on link 2.
unproven() {
	on "$1" awk 'NR > 1 { all[$1] = 1 }
		NR > 1 && $2 ~ /:2:|:12:/ && $4 ~ /:2:|:12:/ && $8 != "-" { proven[$1] = 1 }
		END { for (id in all) n += !(id in proven); print n + 0 }' \
		/proc/net/preserve/aliases
}

all_proven() {
	[ "$(unproven "$1")" = 0 ]
}

mark
transfer_start client 9000 --stream thin --interval 200 --connections 10
eventually 5 "negotiated" has_connections server 10 established
eventually 7 "all proven at the client" all_proven client
eventually 7 "all proven at the server" all_proven server
transfer_end
check_transfer
