/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What may be sent to an address that has not shown that it wants it. A peer may
 * name any address as its own, so that probes, and they are all that goes there,
 * could be pointed at a stranger (RFC 4218, 4.4; RFC 9000, 8).
 *
 * A connection sends three probes to an address that never answered it, then
 * ever rarer ones, the pause doubled from a second to a minute. News begin anew:
 * a link, an address or a route of this host that changed, when the pair can be
 * used after it; and a valid probe from that address, for one packet.
 *
 * All connections of a namespace whose peers are in one /64, by the handshake,
 * together send six packets in ten seconds to another /64, three in a fifth of one,
 * and 64 in ten to all others; those of all peers 48 to a /64. What is sent to a pair
 * of addresses on which some connection was answered does not count; it proves
 * nothing for the others.
 */
#ifndef PRESERVE_BUDGET_H
#define PRESERVE_BUDGET_H

#include <linux/types.h>

struct preserve_conn;
struct preserve_net;
struct preserve_pair;
struct preserve_strangers;
struct sock;

/* The share of a namespace; it exists while connections do. */
struct preserve_strangers *preserve_strangers_alloc(void);
void preserve_strangers_free(struct preserve_strangers *strangers);

/*
 * May a packet that nobody asked for be sent on @pair now? Takes it, if so. The
 * caller holds conn->lock, here and for the next three.
 */
bool preserve_budget_take(struct preserve_pair *pair);

/* The same for the answer to a probe, which is no larger than that. */
bool preserve_budget_take_reply(struct preserve_pair *pair);

/* The peer answered on @pair. */
void preserve_budget_answered(struct preserve_pair *pair);

/* A valid probe came on @pair. */
void preserve_budget_heard(struct preserve_pair *pair);

/*
 * Some connection of the namespace heard its peer on the addresses of @pair at
 * @when (tcp_jiffies32). So a path is alive for all when one hears of it.
 */
void preserve_pair_note_heard(const struct preserve_pair *pair, u32 when);
bool preserve_pair_heard(const struct preserve_pair *pair, u32 *when);

/*
 * Is @pair to be asked now, of those that share its addresses? Eight questions
 * every four milliseconds tell all of them whether it is dead, where thousands of
 * each would fill the paths that work.
 */
bool preserve_crowd_take(const struct preserve_pair *pair);

/*
 * Did somebody look at @when (tcp_jiffies32) for what others hear on @pair? Then it is
 * told to all, and nothing is heard more exactly than that. Noted when the look is over.
 */
bool preserve_crowd_looked(const struct preserve_pair *pair, u32 when);
void preserve_crowd_note_look(const struct preserve_pair *pair, u32 when);

/*
 * @pair was refused, by the peer, by a router or by this host: it is neither
 * used nor asked for a while, as long as an address that is silent. With __,
 * the caller holds conn->lock.
 */
void __preserve_pair_suspend(struct preserve_pair *pair);
void preserve_pair_suspend(struct preserve_pair *pair);

/*
 * Can this host send on @pair? Notes when it can again. @sk, or NULL, is that of
 * the connection.
 */
bool preserve_budget_usable(struct preserve_pair *pair, const struct sock *sk);

#endif /* PRESERVE_BUDGET_H */
