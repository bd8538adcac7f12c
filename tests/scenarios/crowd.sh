#!/bin/bash
# SPDX-License-Identifier: MIT
# A thousand connections lose their link at once: as many.sh, which has few enough for
# machines where each packet takes time. By hand: COUNT=5000.
# topology: two-routers
# machines: uml
# seconds: 12
# case: rate=200mbit queue=30000
: "${COUNT:=1000}"
: "${INTERVAL:=1000}"
. "${0%/*}/many.sh"
