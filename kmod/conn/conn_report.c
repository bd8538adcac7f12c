// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to connections, told to whoever listens: events of the generic
 * netlink family "preserve". Costs nothing while nobody does.
 */
#include "conn/conn.h"
#include "conn/net.h"

#include <net/genetlink.h>

/* All attributes with their headers take less. */
#define MESSAGE_BYTES 320

static const struct genl_multicast_group groups[] = {
	{ .name = PRESERVE_GENL_EVENTS, .flags = GENL_MCAST_CAP_NET_ADMIN },
};

static struct genl_family family __ro_after_init = {
	.name = PRESERVE_GENL_NAME,
	.version = PRESERVE_GENL_VERSION,
	.maxattr = __PRESERVE_GENL_A_MAX - 1,
	.netnsok = true,
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
	.module = THIS_MODULE,
};

/*
 * A stranger's SYN is enough for a fallback: many must not push what happens to
 * connections out of the buffer of a listener. All are counted.
 */
#define FALLBACKS_TOLD 100	/* a second */

struct message {
	struct sk_buff *skb;
	void *header;
};

/* False: nobody listens, or memory is short. */
static bool begin(struct message *m, struct preserve_net *pn, u8 event)
{
	if (likely(!genl_has_listeners(&family, pn->net, 0)))
		return false;
	m->skb = genlmsg_new(MESSAGE_BYTES, GFP_ATOMIC);
	if (!m->skb)
		return false;
	m->header = genlmsg_put(m->skb, 0, 0, &family, 0, event);
	return true;
}

/* A listener that reads too slowly is told by netlink that it missed some. */
static void end(struct message *m, struct preserve_net *pn, int err)
{
	if (WARN_ON_ONCE(err)) {
		nlmsg_free(m->skb);
		return;
	}
	genlmsg_end(m->skb, m->header);
	genlmsg_multicast_netns(&family, pn->net, m->skb, 0, 0, GFP_ATOMIC);
}

static int put_tuple(struct sk_buff *skb, const struct preserve_tuple *tuple)
{
	return nla_put_in6_addr(skb, PRESERVE_GENL_A_LOCAL, &tuple->local.in6) ?:
	       nla_put_in6_addr(skb, PRESERVE_GENL_A_REMOTE, &tuple->remote.in6) ?:
	       nla_put_be16(skb, PRESERVE_GENL_A_LPORT, tuple->lport) ?:
	       nla_put_be16(skb, PRESERVE_GENL_A_RPORT, tuple->rport);
}

static int put_conn(struct sk_buff *skb, const struct preserve_conn *conn)
{
	struct preserve_tuple tuple = preserve_pair_tuple(&conn->first);

	return nla_put_u32(skb, PRESERVE_GENL_A_ID, conn->id) ?:
	       nla_put_string(skb, PRESERVE_GENL_A_ROLE,
			      preserve_role_name(conn->role)) ?:
	       nla_put_u32(skb, PRESERVE_GENL_A_PAIRS, conn->n_pairs) ?:
	       put_tuple(skb, &tuple);
}

static int put_pair(struct sk_buff *skb, const struct preserve_pair *pair,
		    int local, int remote)
{
	return nla_put_in6_addr(skb, local, &preserve_pair_local(pair)->in6) ?:
	       nla_put_in6_addr(skb, remote, &preserve_pair_remote(pair)->in6);
}

void preserve_conn_report(const struct preserve_conn *conn,
			  enum preserve_genl_command event)
{
	struct message m;

	if (begin(&m, conn->pn, event))
		end(&m, conn->pn, put_conn(m.skb, conn));
}

void preserve_conn_report_pair(const struct preserve_conn *conn,
			       enum preserve_genl_command event,
			       const struct preserve_pair *from,
			       const struct preserve_pair *to)
{
	struct message m;
	int err;

	if (!begin(&m, conn->pn, event))
		return;
	err = put_conn(m.skb, conn);
	if (!err && from)
		err = put_pair(m.skb, from, PRESERVE_GENL_A_FROM_LOCAL,
			       PRESERVE_GENL_A_FROM_REMOTE) ?:
		      nla_put_string(m.skb, PRESERVE_GENL_A_CAUSE,
				     preserve_cause_name(conn->cause));
	if (!err)
		err = put_pair(m.skb, to, PRESERVE_GENL_A_TO_LOCAL,
			       PRESERVE_GENL_A_TO_REMOTE);
	end(&m, conn->pn, err);
}

void preserve_conn_report_start(struct preserve_net *pn)
{
	ratelimit_state_init(&pn->fallbacks_told, HZ, FALLBACKS_TOLD);
	/* What is left out is no news for the kernel's log. */
	ratelimit_set_flags(&pn->fallbacks_told, RATELIMIT_MSG_ON_RELEASE);
}

void preserve_fallback(struct preserve_net *pn,
		       const struct preserve_tuple *tuple,
		       enum preserve_mib_item reason)
{
	struct message m;

	preserve_count(pn, reason);
	if (genl_has_listeners(&family, pn->net, 0) &&
	    __ratelimit(&pn->fallbacks_told) &&
	    begin(&m, pn, PRESERVE_GENL_FALLBACK))
		end(&m, pn, put_tuple(m.skb, tuple) ?:
			    nla_put_string(m.skb, PRESERVE_GENL_A_REASON,
					   preserve_mib_name(reason)));
}

int preserve_conn_report_init(void)
{
	return genl_register_family(&family);
}

void preserve_conn_report_exit(void)
{
	genl_unregister_family(&family);
}
