// SPDX-License-Identifier: GPL-2.0-only
#include "survive/announce.h"
#include "survive/migrate.h"
#include "conn/conn.h"
#include "conn/net.h"

#include <net/tcp.h>

/* How often a move is told to a peer that does not follow it. */
#define TRIES 12

/* Between two of them; each waits longer than the one before. */
#define INTERVAL_MIN (HZ / 20)

bool preserve_announce_start(struct preserve_conn *conn)
{
	if (!conn->spreads)
		return false;
	conn->moves = conn->moves == U8_MAX ? 1 : conn->moves + 1;
	conn->announced = jiffies;
	WRITE_ONCE(conn->announcements, TRIES);
	preserve_count(conn->pn, PRESERVE_MIB_ANNOUNCESENT);
	return true;
}

unsigned long preserve_announce_step(struct preserve_conn *conn,
				     const struct sock *sk, bool *now)
{
	unsigned int left = READ_ONCE(conn->announcements);
	unsigned long due = conn->announced +
			    INTERVAL_MIN * (TRIES + 1 - left) +
			    usecs_to_jiffies(tcp_sk(sk)->srtt_us >> 3);

	*now = false;
	if (!left)
		return 0;
	if (time_before(jiffies, due))
		return due - jiffies;
	conn->announced = jiffies;
	WRITE_ONCE(conn->announcements, left - 1);
	preserve_count(conn->pn, PRESERVE_MIB_ANNOUNCESENT);
	*now = true;
	return INTERVAL_MIN;
}

u8 preserve_announce_number(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;

	return conn->spreads && pair == READ_ONCE(conn->cur) &&
	       READ_ONCE(conn->announcements) ? conn->moves : 0;
}

/* Older than what was followed: it was overtaken on its way. */
static bool is_stale(const struct preserve_conn *conn, u8 number)
{
	return conn->peer_moves && (s8)(number - conn->peer_moves) < 0;
}

void preserve_announce_receive(struct preserve_pair *pair, struct sock *sk,
			       struct sk_buff *skb,
			       const struct preserve_segment *seg, u8 number)
{
	struct preserve_conn *conn = pair->conn;

	if (!conn->spreads)
		return;
	preserve_count(conn->pn, PRESERVE_MIB_ANNOUNCERECEIVED);
	if (is_stale(conn, number))
		return;
	if (pair != READ_ONCE(conn->cur))
		preserve_migrate_follow(pair, sk, skb, seg);
	/* A socket that its owner holds moves later; the peer tells again. */
	if (pair == READ_ONCE(conn->cur))
		conn->peer_moves = number;
}

void preserve_announce_confirm(struct preserve_pair *pair)
{
	if (pair == READ_ONCE(pair->conn->cur))
		WRITE_ONCE(pair->conn->announcements, 0);
}
