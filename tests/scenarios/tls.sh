#!/bin/bash
# SPDX-License-Identifier: MIT
# A file is fetched from nginx by TLS while a link is cut every three seconds; with
# KTLS=1 the kernels of both ends encrypt and decrypt.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 16
# case: KTLS=0
# case: KTLS=1
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${KTLS:=0}" "${MEGABYTES:=16}"
options=
if [ "$KTLS" = 1 ]; then
	modprobe tls || give_up "the kernel has no TLS"
	options='ssl_conf_command Options KTLS;'
fi
mkdir -p "$scratch/www"
make_file "$scratch/www/file" "$MEGABYTES"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9999 -subj /CN=server \
	-addext "subjectAltName=IP:$SERVER1" -config <(printf '[req]\ndistinguished_name=name\n[name]\n') \
	-keyout "$scratch/key" -out "$scratch/certificate" 2>"$scratch/openssl.log" || give_up "no certificate: $(cat "$scratch/openssl.log")"
serve_files "listen [::]:443 ssl; ssl_certificate $scratch/certificate; ssl_certificate_key $scratch/key; ssl_protocols TLSv1.2 TLSv1.3; sendfile on; $options"
# For the programs that do not ask for kTLS themselves.
cat >"$scratch/openssl.conf" <<CONF
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = every
[every]
Options = KTLS
CONF

# curl decrypts by itself, whatever OpenSSL may do; and OpenSSL 3.0 lets the kernel
# receive no later version than 1.2.
fetch() {
	if [ "$KTLS" = 0 ]; then
		on client curl -s -S -g -6 --interface "$CLIENT1" --tlsv1.3 --cacert "$scratch/certificate" \
			-o "$scratch/copy" "https://[$SERVER1]/file"
	else
		printf 'GET /file HTTP/1.0\r\n\r\n' |
			OPENSSL_CONF=$scratch/openssl.conf on client openssl s_client -quiet -ign_eof -tls1_2 \
				-CAfile "$scratch/certificate" -verify_return_error -verify_quiet \
				-connect "[$SERVER1]:443" >"$scratch/answer"
	fi
}

fetch 2>"$scratch/log" &
program=$!
under_way client 1000000

# sessions HOST NAME: since the host began, of the kernel's TLS.
sessions() {
	on "$1" awk -v n="$2" '$1 == n { print $2 }' /proc/net/tls_stat 2>/dev/null
}

check_number "the server's kernel encrypts" "$(sessions server TlsTxSw || echo 0)" == "$KTLS"
check_number "the client's kernel decrypts" "$(sessions client TlsRxSw || echo 0)" == "$KTLS"
cuts_while "$program"
check_program "the download" "$program"
[ "$KTLS" = 0 ] || sed '1,/^\r$/d' "$scratch/answer" >"$scratch/copy"
check "nothing to complain about" not grep -qvE '^Using Kernel TLS|^Can.t use SSL_get_servername' "$scratch/log"
check "the same bytes" cmp "$scratch/www/file" "$scratch/copy"
check_number "records that could not be decrypted" "$(sessions client TlsDecryptError || echo 0)" == 0
