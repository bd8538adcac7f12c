// SPDX-License-Identifier: GPL-2.0-only
#include "survive/choose.h"
#include "survive/budget.h"
#include "survive/trail.h"
#include "conn/path.h"
#include "conn/rank.h"

#include <net/sock.h>

/* Does a backup that answered lately wait for @proven, which did earlier? */
static bool goes_before(const struct preserve_pair *proven,
			const struct preserve_pair *answered)
{
	return preserve_pair_is_backup(answered) &&
	       !preserve_pair_is_backup(proven) && !proven->missed;
}

struct preserve_pair *preserve_choose_proven(struct preserve_conn *conn,
					     const struct sock *sk, bool *asking)
{
	struct preserve_pair *pair, *lately = NULL, *ever = NULL;
	unsigned int i;

	*asking = false;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (pair == conn->cur || !pair->linked ||
		    preserve_pair_suspended(pair) ||
		    !preserve_budget_usable(pair, sk))
			continue;
		*asking = true;
		if (preserve_pair_fresh(pair) && preserve_trail_fit(pair, sk))
			lately = preserve_pair_better(lately, pair);
		else if (preserve_pair_proven(pair))
			ever = preserve_pair_better(ever, pair);
	}
	return lately && !(ever && goes_before(ever, lately)) ? lately : ever;
}

struct preserve_pair *preserve_choose_answered(struct preserve_conn *conn,
					       const struct sock *sk)
{
	struct preserve_pair *pair, *best = NULL;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair != conn->cur && pair->linked &&
		    !preserve_pair_suspended(pair) && preserve_pair_fresh(pair) &&
		    !time_before(pair->alive, conn->watch.doubt.since) &&
		    preserve_trail_fit(pair, sk) &&
		    preserve_path_check(pair, sk) == PRESERVE_CAUSE_NONE)
			best = preserve_pair_better(best, pair);
	return best;
}

unsigned long preserve_choose_preference(struct preserve_conn *conn,
					 const struct preserve_pair *chosen)
{
	struct preserve_pair *pair;
	u32 rtt_us = 0;
	unsigned int i;

	if (!preserve_pair_is_backup(chosen))
		return 0;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair != conn->cur && pair->linked && !pair->unusable &&
		    !pair->missed && !preserve_pair_suspended(pair) &&
		    !preserve_pair_is_backup(pair))
			rtt_us = max(rtt_us, pair->rtt_us);
	return usecs_to_jiffies(min_t(u32, 2 * rtt_us, USEC_PER_SEC));
}

void preserve_choose_refresh(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		preserve_budget_usable(pair, sk);
}
