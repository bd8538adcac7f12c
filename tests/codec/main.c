// SPDX-License-Identifier: MIT
/* Usage: codec-test WIRE-FORMAT.md */
#include "check.h"
#include "suites.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s docs/wire-format.md\n", argv[0]);
		return 1;
	}
	suite_decode();
	suite_find();
	suite_encode();
	suite_write();
	suite_addr();
	suite_property();
	suite_docs(argv[1]);
	suite_mutate();
	return check_done();
}
