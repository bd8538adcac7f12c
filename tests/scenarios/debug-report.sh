#!/bin/bash
# SPDX-License-Identifier: MIT
# A report about a bug has what the module, the kernel and the tools tell of a connection
# that moved; no key is ever in it; masked, no address of the topology is, and what
# belonged together still does.
# topology: two-routers
# machines: 6.1 6.12 7.3
# seconds: 10
# case: rate=5mbit
. "${0%/*}/lib.sh"

# report NAME OPTION...: made in the client's namespace, unpacked to $scratch/NAME.
report() {
	local name=$1

	shift
	on client preserve-debug-report --out "$scratch/$name.tar.gz" "$@" >"$scratch/$name.out" ||
		give_up "no report: $(cat "$scratch/$name.out")"
	mkdir "$scratch/$name"
	tar -xzf "$scratch/$name.tar.gz" -C "$scratch/$name" --strip-components=1
}

# complete NAME FILE: is it there, and nothing of it missing?
complete() {
	[ -s "$scratch/$1/$2" ] && grep -qx "$2: complete" "$scratch/$1/MANIFEST"
}

# holds NAME FILE TEXT
holds() {
	grep -qF -e "$3" "$scratch/$1/$2"
}

# has NAME TEXT...: is one of them in any file?
has() {
	local name=$1 text

	shift
	for text; do
		! grep -rqiF -e "$text" "$scratch/$name" || { echo "# $name has $text"; return 0; }
	done
	return 1
}

# What must not come out.
echo web7 >/proc/sys/kernel/hostname
secret=2001:db8:5ec:2e7::1
ip -n client link add wg0 type wireguard
(umask 077 && wg genkey >"$scratch/key")
ip netns exec client wg set wg0 private-key "$scratch/key" fwmark 7
on client bash -c "echo $secret >/proc/sys/net/ipv6/conf/link1/stable_secret"
on client sysctl -qw net.ipv4.tcp_fastopen_key=01234567-89abcdef-01234567-89abcdef
ip -n client addr add 198.51.100.7/24 dev link2
on client nft add table ip6 kept
on client nft add chain ip6 kept watched '{ type filter hook input priority 0; }'
on client nft add rule ip6 kept watched ip6 saddr "$SERVER1" tcp dport 5001 accept
on client nft add rule ip6 kept watched @nh,64,128 0x20010db80001000000000000000000c0 accept

remember_link 1
mark
transfer_start client 6000 --stream thin --interval 50
eventually 20 "negotiated" negotiated
cut_link own-link-down 1
eventually 20 "moved" has_moved client MigratedLinkDown
echo "preserve: something about $CLIENT2 of $(uname -n)" >/dev/kmsg
report plain
report masked --mask
on r1 preserve-debug-report -n client --out "$scratch/other.tar.gz" >/dev/null
check_number "status of one from another namespace" $? == 0
transfer_end

# What is in it.
for file in versions parameters-preserve sysctl-preserve sysctl-ipv6 sysctl-tcp tables/connections \
	tables/aliases tables/stats ip-addr ip-route ip-rule ip-link ss nft-ruleset dmesg; do
	check "plain: $file" complete plain "$file"
	check "masked: $file" complete masked "$file"
done
check "what is missing is told" holds plain MANIFEST "conntrack-ipv6: there is no program conntrack"
check "the module's version" holds plain versions "module: loaded, version $(cat /sys/module/preserve/version)"
check "the kernel's" holds plain versions "kernel: $(uname -r)"
check "a setting" holds plain sysctl-preserve "net.preserve.enabled = 1"
check "a parameter" grep -q '^preserve.max_connections = [0-9]' "$scratch/plain/parameters-preserve"
check "a counter" holds plain tables/stats "MigratedLinkDown 1"
check "the connection" holds plain tables/connections "$CLIENT2"
check "its socket" holds plain ss "[$SERVER2]:5001"
check "the kernel's log" holds plain dmesg "something about $CLIENT2"
check "another namespace, the same addresses" test \
	"$(tar -xzOf "$scratch/other.tar.gz" --wildcards '*/ip-addr')" = "$(cat "$scratch/plain/ip-addr")"
for name in plain masked other; do
	check "$name: for its owner only" test "$(stat -c %a "$scratch/$name.tar.gz")" = 600
done

# No keys.
for name in plain masked; do
	check "$name: no secrets" not has "$name" "$(cat "$scratch/key")" "$secret" 01234567-89abcdef
done

# No addresses: those of all hosts, IPv6, IPv4 and of hardware.
addresses=$(for host in client server r1 r2; do
	ip -n "$host" -o addr | awk '$4 !~ /^(127\.|::1\/)/ { sub("/.*", "", $4); print $4 }'
	ip -n "$host" -o link | sed -n 's/.*link\/ether \([0-9a-f:]*\).*/\1/p'
done | sort -u)
check_number "addresses looked for" "$(wc -w <<<"$addresses")" '>' 20
check "some of them are in the plain one" has plain $addresses
check "masked: none of them" not has masked $addresses 2001:db8 198.51.100 20010db8
check "masked: not the name of the host" not grep -rqw "$(uname -n)" "$scratch/masked"

# It can still be read: ports stay, an address is the same everywhere, and in its network.
check "masked: ports" holds masked ss "]:5001"
check "masked: ports in rules" holds masked nft-ruleset "tcp dport 5001 accept"
masked=$(sed -n 's/.*\[\(.*\)\]:[0-9]* \[.*\]:5001.*/\1/p' "$scratch/masked/ss")
check "masked: the socket's address is one of this host" holds masked ip-addr "inet6 $masked/"
check "masked: the same as in the table" holds masked tables/connections "$masked"
check "masked: the same as in the kernel's log" holds masked dmesg "something about $masked of host"
check "masked: in a network of this host" python3 - "$masked" "$scratch/masked/ip-route" <<'P'
import ipaddress, sys
networks = [line.split()[0] for line in open(sys.argv[2]) if "/64 dev link2" in line and "proto kernel" in line]
sys.exit(not any(ipaddress.ip_address(sys.argv[1]) in ipaddress.ip_network(n) for n in networks if not n.startswith("fe80")))
P

# Without root.
mkdir "$scratch/user" && chmod 755 "$scratch" && chown 1000 "$scratch/user"
on client setpriv --reuid 1000 --clear-groups preserve-debug-report --out "$scratch/user/x.tar.gz" >"$scratch/user.out"
check_number "status without root" $? == 0
check "what takes root is told" grep -q '^missing: nft-ruleset: ' "$scratch/user.out"
tar -xzf "$scratch/user/x.tar.gz" -C "$scratch/user" --strip-components=1
check "and the rest is there" holds user sysctl-preserve "net.preserve.enabled = 1"
heal_link 1
