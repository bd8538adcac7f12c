/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether a received segment is believed: the one place that decides it, asked
 * before anything else looks at the segment.
 *
 * A segment is believed when
 *  - its sequence number is in the receive window or one largest window (64 kB,
 *    scaled) before it: after an outage the first segment often repeats what
 *    has arrived, so that RFC 5961 would be too strict;
 *  - its acknowledgment is of what was sent, and not older than the largest
 *    window (RFC 5961, 5.2);
 *  - its time stamp passes PAWS (RFC 7323, 5): a last stamp of 24 days ago is
 *    not compared. On a proven pair of a connection that spreads, and without
 *    data on any pair, it may be older, as the path may be longer; what goes on
 *    to TCP passes its PAWS all the same;
 *  - what TCP checks before its numbers allows it: the least hop limit (GTSM),
 *    the IPsec policy, the checksum, and the filter of the socket.
 *
 * Each refusal is counted by its reason.
 */
#ifndef PRESERVE_JUDGE_H
#define PRESERVE_JUDGE_H

#include <linux/types.h>

struct preserve_net;
struct preserve_pair;
struct preserve_segment;
struct sk_buff;
struct sock;

/* So much older a time stamp may be: as long as the reorder buffer waits. */
#define PRESERVE_JUDGE_AGE_MS 1000

/* Are the numbers of @seg those of the stream? */
bool preserve_judge_numbers(const struct sock *sk,
			    const struct preserve_segment *seg);

/*
 * A segment came on @pair, for the full socket @sk of that connection, which the
 * caller need not have locked. @skb->data is at the IPv6 header.
 */
bool preserve_judge(const struct preserve_pair *pair, struct sock *sk,
		    struct sk_buff *skb, const struct preserve_segment *seg);

/*
 * The same for a RST: it has exactly the number that is expected next (RFC
 * 5961, 3.2), and an acknowledgment of what was sent, or none. Its time stamp is
 * not looked at.
 */
bool preserve_judge_rst(const struct preserve_pair *pair, struct sock *sk,
			struct sk_buff *skb, const struct preserve_segment *seg);

/*
 * Of a segment of the handshake, whose numbers the caller looks at: only what TCP
 * checks before those, which would discard what is refused here. @sk is any that
 * was found for it, or NULL, and @pair that it came on, or NULL: not known.
 */
bool preserve_judge_origin(struct preserve_net *pn,
			   const struct preserve_pair *pair, struct sock *sk,
			   struct sk_buff *skb,
			   const struct preserve_segment *seg);

/* Of a segment that only @sk is known of: IPv4 or IPv6, any path. */
bool preserve_judge_arrival(struct preserve_net *pn, struct sock *sk,
			    struct sk_buff *skb,
			    const struct preserve_segment *seg);

/*
 * An ICMPv6 error in @skb quotes the sequence number @seq of a segment that @sk
 * sent: is that still in flight (RFC 5927, 4.1)?
 */
bool preserve_judge_error(struct preserve_net *pn, const struct sock *sk,
			  const struct sk_buff *skb, u32 seq);

/*
 * May an acknowledgment be sent that only a received segment asks for? Shares
 * TCP's own limit for those, tcp_invalid_ratelimit. @sk is locked.
 */
bool preserve_judge_may_answer(struct sock *sk);

#endif /* PRESERVE_JUDGE_H */
