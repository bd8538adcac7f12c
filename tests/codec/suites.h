/* SPDX-License-Identifier: MIT */
#ifndef SUITES_H
#define SUITES_H

enum {
	SYN_TYPE = 0x0b,
	ACK_TYPE = 0x0c,
	NEXTHDR_TCP = 6,
};

void suite_decode(void);
void suite_find(void);
void suite_encode(void);
void suite_write(void);
void suite_addr(void);
void suite_property(void);
void suite_docs(const char *path);
void suite_mutate(void);

#endif
