// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of bound ports (bhash2) has a bucket for each local address and
 * port, with a list of the sockets that own it. A socket whose address changes
 * goes to another bucket; otherwise it would later be taken off a list under
 * another list's lock. Kernels that do not export inet_bhash2_update_saddr()
 * leave that to us: this does what it does in Linux 7.3, with its locks in its
 * order, the bucket of the port in bhash first.
 */
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>

#ifndef PRESERVE_HAS_BHASH2_UPDATE

/* Did connect() choose the port, so that others may share it? */
static bool is_shared(const struct sock *sk)
{
	if (sk->sk_state == TCP_TIME_WAIT)
		return inet_twsk(sk)->tw_connect_bind;
	return sk->sk_userlocks & SOCK_CONNECT_BIND;
}

static void leave_bucket(struct inet_hashinfo *tables, struct sock *sk)
{
	struct inet_bind2_bucket *bucket = inet_csk(sk)->icsk_bind2_hash;
	const struct sock *owner;

	__sk_del_bind_node(sk);
	if (hlist_empty(&bucket->owners)) {
		__hlist_del(&bucket->node);
		__hlist_del(&bucket->bhash_node);
		kmem_cache_free(tables->bind2_bucket_cachep, bucket);
		return;
	}
	sk_for_each_bound(owner, &bucket->owners) {
		if (!is_shared(owner))
			return;
	}
	bucket->fastreuse = -1;
	bucket->fastreuseport = -1;
}

static struct inet_bind2_bucket *
find_bucket(const struct inet_bind_hashbucket *head, const struct sock *sk)
{
	const struct inet_bind_bucket *tb = inet_csk(sk)->icsk_bind_hash;
	struct inet_bind2_bucket *bucket;

	inet_bind_bucket_for_each(bucket, &head->chain)
		if (net_eq(ib2_net(bucket), sock_net(sk)) &&
		    bucket->port == tb->port && bucket->l3mdev == tb->l3mdev &&
		    ipv6_addr_equal(&bucket->v6_rcv_saddr,
				    &sk->sk_v6_rcv_saddr))
			return bucket;
	return NULL;
}

static void init_bucket(struct inet_bind2_bucket *bucket,
			struct inet_bind_hashbucket *head,
			const struct sock *sk)
{
	struct inet_bind_bucket *tb = inet_csk(sk)->icsk_bind_hash;

	write_pnet(&bucket->ib_net, sock_net(sk));
	bucket->l3mdev = tb->l3mdev;
	bucket->port = tb->port;
	bucket->addr_type = ipv6_addr_type(&sk->sk_v6_rcv_saddr);
	bucket->v6_rcv_saddr = sk->sk_v6_rcv_saddr;
	bucket->fastreuse = is_shared(sk) ? -1 : 0;
	bucket->fastreuseport = bucket->fastreuse;
	INIT_HLIST_HEAD(&bucket->owners);
	hlist_add_head(&bucket->node, &head->chain);
	hlist_add_head(&bucket->bhash_node, &tb->bhash2);
}

/* Returns @spare when there was a bucket already. */
static struct inet_bind2_bucket *
join_bucket(struct inet_bind_hashbucket *head, struct sock *sk,
	    struct inet_bind2_bucket *spare)
{
	struct inet_bind2_bucket *bucket = find_bucket(head, sk);

	if (!bucket) {
		bucket = spare;
		spare = NULL;
		init_bucket(bucket, head, sk);
	}
	inet_csk(sk)->icsk_bind2_hash = bucket;
	sk_add_bind_node(sk, &bucket->owners);
	return spare;
}

int preserve_compat_rebind(struct sock *sk, const struct in6_addr *local)
{
	struct inet_hashinfo *tables = tcp_get_hashinfo(sk);
	unsigned short port = inet_sk(sk)->inet_num;
	struct net *net = sock_net(sk);
	struct inet_bind2_bucket *spare;
	struct inet_bind_hashbucket *head, *head2;

	sock_owned_by_me(sk);
	if (!inet_csk(sk)->icsk_bind2_hash) {
		sk->sk_v6_rcv_saddr = *local;
		return 0;
	}
	/* Ahead of time, so that nothing has changed when it fails. */
	spare = kmem_cache_alloc(tables->bind2_bucket_cachep, GFP_ATOMIC);
	if (!spare)
		return -ENOMEM;
	head = &tables->bhash[inet_bhashfn(net, port, tables->bhash_size)];
	spin_lock_bh(&head->lock);
	head2 = inet_bhashfn_portaddr(tables, sk, net, port);
	spin_lock(&head2->lock);
	leave_bucket(tables, sk);
	spin_unlock(&head2->lock);
	/* Under the port's lock: others read it while they look for conflicts. */
	sk->sk_v6_rcv_saddr = *local;
	head2 = inet_bhashfn_portaddr(tables, sk, net, port);
	spin_lock(&head2->lock);
	spare = join_bucket(head2, sk, spare);
	spin_unlock(&head2->lock);
	spin_unlock_bh(&head->lock);
	if (spare)
		kmem_cache_free(tables->bind2_bucket_cachep, spare);
	return 0;
}

#endif
