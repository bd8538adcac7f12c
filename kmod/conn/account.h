/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who pays for memory, and how much of it there is.
 *
 * What a connection needs is charged to the memory cgroup of its socket. Over
 * that stand ceilings for all namespaces together, which are parameters of the
 * module. All namespaces but the initial one share one half of a ceiling, so
 * that the initial one always has the other; and each takes at most one half of
 * what the others leave, so that none takes the last from them. An unprivileged
 * user may own many namespaces, and whoever is root in a container may make as
 * many there: they count as one.
 */
#ifndef PRESERVE_ACCOUNT_H
#define PRESERVE_ACCOUNT_H

#include <linux/gfp.h>
#include <linux/types.h>

/* For optional things: no reserves, and no more than the cgroup may have. */
#define PRESERVE_GFP (GFP_NOWAIT | __GFP_NOWARN | __GFP_ACCOUNT)

struct mem_cgroup;
struct net;
struct preserve_tenant;
struct sock;

enum preserve_resource {
	PRESERVE_CONNECTIONS,
	PRESERVE_SPREADS,	/* connections spread over their pairs */
	PRESERVE_REORDER_BYTES,	/* held segments, and their buffers */
	PRESERVE_BLACKHOLES,
	PRESERVE_OPTOUTS,	/* sockets; see optout.h */
	PRESERVE_RESOURCES,
};

/* Whose account the resources of @net go to; an error pointer. */
struct preserve_tenant *preserve_tenant_get(const struct net *net);
void preserve_tenant_put(struct preserve_tenant *tenant);

/*
 * May @tenant have so much more? On several processors at once a ceiling may be
 * passed by what each of them takes.
 */
bool preserve_has_room(struct preserve_tenant *tenant,
		       enum preserve_resource resource, long amount);

/* Note that it has so much more, or, negative, less. */
void preserve_charge(struct preserve_tenant *tenant,
		     enum preserve_resource resource, long amount);

/* Charge it if there is room for it. */
bool preserve_take(struct preserve_tenant *tenant,
		   enum preserve_resource resource, long amount);

static inline void preserve_give(struct preserve_tenant *tenant,
				 enum preserve_resource resource, long amount)
{
	preserve_charge(tenant, resource, -amount);
}

/* The cgroup that pays for @sk, with a reference, or NULL. @sk may be NULL. */
struct mem_cgroup *preserve_memcg_get(const struct sock *sk);

int preserve_account_init(void);
void preserve_account_exit(void);

#endif /* PRESERVE_ACCOUNT_H */
