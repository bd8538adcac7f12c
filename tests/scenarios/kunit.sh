#!/bin/bash
# SPDX-License-Identifier: MIT
# The KUnit suites pass inside a kernel.
# topology: two-links
# machines: debug
# seconds: 30
. "${0%/*}/lib.sh"

dmesg --clear
check "the suites are loaded" insmod /lib/preserve/preserve_option_test.ko
dmesg | sed 's/^\(<[0-9]*>\)*\[[ 0-9.]*\] *//' >"$scratch/kunit"
while read -r line; do
	case $line in
	"ok "*) pass "${line#ok * }" ;;
	"not ok "*) fail "${line#not ok * }" ;;
	esac
done <"$scratch/kunit"
check_number "tests" "$checks" '>=' 60
