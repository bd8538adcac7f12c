#!/bin/bash
# SPDX-License-Identifier: MIT
# A download from nginx is spread over three proxies by weight, and put in order again.
# topology: proxies
# machines: 6.1 6.12 uml
# case: proxies=3 rate=4mbit queue=1000
# case: proxies=3 rate=4mbit queue=1000 family=ipv6
# case: proxies=3 rate=4mbit queue=1000 two_way=no
. "${0%/*}/lib.sh"

bytes=2400000
mkdir -p "$scratch/www" "$scratch/nginx"
chmod 755 "$scratch"
probe content --bytes "$bytes" >"$scratch/www/document"
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
	server { listen 80; listen [::]:80; root $scratch/www; }
}
CONF
on server nginx -c "$scratch/nginx.conf" &
wait_until 20 listens server 80 || give_up "nginx does not listen: $(cat "$scratch/nginx/error.log")"

# fetched KEY: of the last download.
fetched() {
	sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"]*\).*/\1/p" "$scratch/fetched"
}

# packets DEVICE: that the server's scheduler gave to it.
packets() {
	on server awk -v d="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$(at["dev"]) == d { print $(at["packets"]) }' /proc/net/preserve/paths
}

# download TEXT: all bytes come, and none is changed.
download() {
	probe fetch -n client --connect "$SERVER1" --path /document --limit 120000 >"$scratch/fetched"
	check_number "$1: status" "$(fetched status)" == 200
	check_number "$1: bytes" "$(fetched bytes)" == "$bytes"
	check_number "$1: bytes changed" "$(fetched changed)" == 0
}

# share TEXT VALUE OF PART: VALUE is PART hundredths of OF, give or take two.
share() {
	check_number "$1" "$((100 * $2 / $3))" '>=' "$(($4 - 2))"
	check_number "$1" "$((100 * $2 / $3))" '<=' "$(($4 + 2))"
}

mark
download "plain"
check_counter server SchedPackets == 0

on server bash -c 'printf "tun1 1\ntun2 2\ntun3 3\n" >/proc/net/preserve/paths'
set_option server scheduler/enabled 1
set_option client reorder/enabled 1
mark
download "spread"
first=$(packets tun1) second=$(packets tun2) third=$(packets tun3)
all=$((first + second + third))
check_number "packets of the server" "$all" '>=' $((bytes / 1428))
share "tun1, a sixth" "$first" "$all" 16
share "tun2, a third" "$second" "$all" 33
share "tun3, a half" "$third" "$all" 50
check_counter client ReorderHeld '>' 0

set_option server scheduler/enabled 0
mark
download "plain again"
check_counter server SchedPackets == 0
check "no complaints of the kernel" no_complaints
