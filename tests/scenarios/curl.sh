#!/bin/bash
# SPDX-License-Identifier: MIT
# A real download with curl from nginx goes through a cut and back.
# topology: two-routers
# machines: 6.1 6.12
. "${0%/*}/lib.sh"

remember_link 1
mkdir -p "$scratch/www" "$scratch/nginx" /var/log/nginx /var/lib/nginx
python3 -c "
import random
random.seed(1)
open('$scratch/www/file', 'wb').write(random.randbytes(12000000))"
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
	server { listen [::]:80; root $scratch/www; }
}
CONF
chmod 755 "$scratch"
on server nginx -c "$scratch/nginx.conf" &
wait_until 20 listens server 80 || give_up "nginx does not listen: $(cat "$scratch/nginx/error.log")"

on client curl -s -S -g -6 --interface "$CLIENT1" -o "$scratch/file" "http://[$SERVER1]/file" &
download=$!
wait_until 20 received client 2000000 || give_up "no data before the cut"
check "negotiated" has_connections client 1 established
cut_link silent 1
eventually 10 "the download goes on over link 2" column_is server cur_remote "$CLIENT2"
wait_until 20 received client 6000000 || fail "no data after the cut"
heal_link 1
remember_link 2
wait_until 20 received client 8000000
used=2
[ "$(column server cur_remote)" = "$CLIENT2" ] || used=1
cut_link silent "$used"
wait "$download"
check "curl ends well" test $? -eq 0
check "the same bytes" cmp "$scratch/file" "$scratch/www/file"
check "the same digest" test "$(sha256sum <"$scratch/file")" = "$(sha256sum <"$scratch/www/file")"
