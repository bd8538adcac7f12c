#!/bin/bash
# SPDX-License-Identifier: MIT
# /proc/net/preserve/paths: a write is done whole or not at all, every refusal has
# its error, namespaces are apart, and paths follow their devices.
# topology: two-links
# machines: 6.1 6.12 smp-6.1 debug
# seconds: 5
. "${0%/*}/lib.sh"

file=/proc/net/preserve/paths

# put HOST FILE: in one write(2), which is a transaction. bash would make one of
# every line.
put() {
	on "$1" bash -c "cat $2 >$file" 2>"$scratch/errors"
}

# configure HOST LINE...
configure() {
	printf '%s\n' "${@:2}" >"$scratch/lines"
	put "$1" "$scratch/lines"
}

# groups HOST: what is configured, a path a line, fields separated by colons.
groups() {
	on "$1" awk 'NR > 1 { print $1 ":" $2 ":" $3 ":" $4 }' "$file"
}

# are HOST PATH...: are exactly these configured?
are() {
	[ "$(groups "$1")" = "$(printf '%s\n' "${@:2}")" ]
}

# state HOST DEVICE
state() {
	on "$1" awk -v d="$2" '$3 == d { print $6 }' "$file"
}

# refuse ERROR LINE...: refused so, and nothing changed.
refuse() {
	local error=$1 before text

	shift
	text=$(printf '%s; ' "$@")
	before=$(groups client)
	if configure client "$@"; then
		fail "'${text%; }' was taken"
	else
		check "'${text%; }': $error" grep -q "$error" "$scratch/errors"
	fi
	check "'${text%; }': changed nothing" test "$(groups client)" = "$before"
}

# dummies HOST NAME...
dummies() {
	local name

	for name in "${@:2}"; do
		ip -n "$1" link add "$name" type dummy
		ip -n "$1" link set "$name" up
	done
}

# rename HOST OLD NEW: not every kernel does it while the device is up.
rename() {
	ip -n "$1" link set "$2" down
	ip -n "$1" link set "$2" name "$3"
	ip -n "$1" link set "$3" up
}

dummies client d1 d2 d3 d4
dummies server d1

# ---- what is taken ----------------------------------------------------------

check "no paths at first" are client
check "two paths" configure client 'd1 1' 'd2 6'
check "they are in the default group" are client default:weighted:d1:1 default:weighted:d2:6
check "blanks, tabs and empty lines" configure client '' $'  d1\t 2  default ' ''
check "the weight changed" are client default:weighted:d1:2 default:weighted:d2:6
check "a mode, and another group" configure client 'mode adaptive' 'd3 0 video' 'mode failover video'
check "both are there" are client default:adaptive:d1:2 default:adaptive:d2:6 video:failover:d3:0
check "the greatest weight" configure client 'd1 1000'
check "a device moves to another group" configure client 'd1 -' 'd1 1 video'
check "it moved" are client default:adaptive:d2:6 video:failover:d3:0 video:failover:d1:1
check "all anew, in another order" configure client clear 'd2 2' 'd1 1'
check "and nothing of before" are client default:weighted:d2:2 default:weighted:d1:1

# ---- groups without paths ---------------------------------------------------

check "a mode before the paths" configure client 'mode redundant video'
check "a group with a mode is shown without paths" are client default:weighted:d2:2 \
	default:weighted:d1:1 video:redundant:-:0
check "the first path" configure client 'd3 1 video'
check "has that mode" are client default:weighted:d2:2 default:weighted:d1:1 video:redundant:d3:1
check "the last path goes" configure client 'd3 - video'
check "the mode of a new group" configure client 'mode weighted video'
check "leaves no group" are client default:weighted:d2:2 default:weighted:d1:1

# ---- what is refused --------------------------------------------------------

for line in d1 'd1 1 default more' 'd1 1 default more and more' 'd1 1001' 'd1 -1' 'd1 1.5' \
	'd1 x' 'd1 4294967296' 'd1 4294967297' 'd1 1 Video' 'd1 1 a-name-too-long1' 'd1 1 a/b' \
	'mode random' 'mode' 'mode adaptive Video' 'clear now' 'a-device-too-long 1' "d1 1"$'\r'; do
	refuse 'Invalid argument' 'd3 1' "$line" 'd4 1'
done
refuse 'No such device' 'd3 1' 'd9 1' 'd4 1'
refuse 'File exists' 'd3 1' 'd1 1 video' 'd4 1'
refuse 'File exists' 'd3 1' 'd3 1 video'
refuse 'No such file' 'd3 1' 'd4 -'
refuse 'No such file' 'd3 1' 'd1 - video'
refuse 'No such file' 'd3 1' 'd9 -'
refuse 'No such file' clear 'd1 -'
refuse 'Invalid argument' clear 'd1 x'

# ---- bounds -----------------------------------------------------------------

dummies client $(seq -f 'p%g' 17)
mapfile -t paths < <(seq -f 'p%g 1' 17)
mapfile -t named < <(seq 17 | awk '{ print "p" $1, 1, "group" $1 }')
check "sixteen paths in a group" configure client clear "${paths[@]:0:16}"
refuse 'No space' 'p17 1'
refuse 'No space' clear "${paths[@]}"
check "sixteen groups" configure client clear "${named[@]:0:16}"
refuse 'No space' 'p17 1 group17'
refuse 'No space' 'mode adaptive group17'
refuse 'No space' clear "${named[@]}"
check "one goes for another" configure client 'p1 - group1'
check "which has room now" configure client 'p17 1 group17'

# fill BYTES: a good line and so many newlines.
fill() {
	{ echo clear; head -c $(($1 - 6)) /dev/zero | tr '\0' '\n'; } >"$scratch/lines"
}

before=$(groups client)
for bytes in 4096 65536 1048576; do
	fill "$bytes"
	check "$bytes bytes are refused" eval '! put client "$scratch/lines"'
	check "$bytes bytes: with EINVAL" grep -q 'Invalid argument' "$scratch/errors"
	check "$bytes bytes changed nothing" test "$(groups client)" = "$before"
done
printf 'd1 1\0d2 1\n' >"$scratch/lines"
check "a zero byte is refused" eval '! put client "$scratch/lines"'
check "a zero byte changed nothing" test "$(groups client)" = "$before"
fill 4095
check "4095 bytes are taken" put client "$scratch/lines"
check "nothing is left" are client
for name in $(seq -f 'p%g' 17); do
	ip -n client link delete "$name"
done

# ---- namespaces -------------------------------------------------------------

check "the same device name in both" configure client 'd1 1'
check "the server has none of it" are server
check "a path of the server's" configure server 'd1 9 own'
check "the client keeps its own" are client default:weighted:d1:1
check "clearing the client" configure client clear
check "leaves the server's" are server own:weighted:d1:9

# ---- devices come and go ----------------------------------------------------

check "three paths" configure client 'd1 1' 'd2 2' 'd3 3'
rename client d1 e1
check "a path follows its device's name" are client default:weighted:e1:1 default:weighted:d2:2 default:weighted:d3:3
check "its weight can be changed" configure client 'e1 4'
refuse 'No such file' 'd1 -'
rename client e1 d1
check "and back" are client default:weighted:d1:4 default:weighted:d2:2 default:weighted:d3:3

ip -n client link delete d2
check "a path whose device is gone stays" are client default:weighted:d1:4 default:weighted:d2:2 default:weighted:d3:3
check "and is down" test "$(state client d2)" = down
check "its weight can be changed" configure client 'd2 5'
dummies client d2
check "the device is back" test "$(state client d2)" = idle
ip -n client link delete d2
check "a path without device can be removed" configure client 'd2 -'
refuse 'No such device' 'd2 1'
dummies client d2
check "but not come back by itself" are client default:weighted:d1:4 default:weighted:d3:3

check "again" configure client 'd2 6 video'
ip -n client link delete d2
rename client d1 d2
check "a device that takes the name of one that is waited for is in one group only" \
	are client default:weighted:d2:4 default:weighted:d3:3
check "and can be changed" configure client 'd2 7'
check "and removed" configure client 'd2 -'
check "once" are client default:weighted:d3:3
rename client d2 d1

check "a path is waited for" configure client 'd1 1'
ip -n client link delete d1
rename client d4 d1
check "any device may come by that name" test "$(state client d1)" = idle
rename client d1 d4
dummies client d1 d2
check "the path goes with the device that came" are client default:weighted:d3:3 default:weighted:d4:1

ip -n client link property add dev d4 altname another-name
refuse 'File exists' 'another-name 1 video'
check "another name of a device is that device" configure client 'another-name 8'
check "and shown as such" are client default:weighted:d3:3 default:weighted:d4:8

ip -n client link set d3 netns server
check "a device that moved to another namespace is down" test "$(state client d3)" = down
check "and not in a group there" are server own:weighted:d1:9
ip -n server link set d3 netns client
check "it is back" test "$(state client d3)" = idle

# ---- switching on and off under it ------------------------------------------

check "on" set_option client scheduler/enabled 1
check "changes while it is on" configure client clear 'd1 1' 'd2 2'
ip -n client link delete d2
check "off" set_option client scheduler/enabled 0
check "the paths stay" are client default:weighted:d1:1 default:weighted:d2:2
dummies client d2

# ---- several writers --------------------------------------------------------

printf '%s\n' clear 'd1 1 one' 'd2 1 one' 'd4 1 one' >"$scratch/one"
printf '%s\n' clear 'd1 2 two' 'd2 2 two' 'd4 2 two' >"$scratch/two"
put client "$scratch/one"
for writer in one two one two; do
	on client bash -c "for i in {1..25}; do cat $scratch/$writer >$file; done" 2>>"$scratch/writers" &
done
mixed=0
for i in {1..25}; do
	[ "$(on client awk 'NR > 1 { print $1, $4; n++ } END { print n }' "$file" | sort -u | wc -l)" -eq 2 ] || mixed=$((mixed + 1))
done
wait
check_number "readings between two transactions" "$mixed" == 0
check "no writer was refused" test ! -s "$scratch/writers"
