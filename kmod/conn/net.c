// SPDX-License-Identifier: GPL-2.0-only
#include "conn/net.h"

#include <net/netns/generic.h>

unsigned int preserve_net_id __read_mostly;

struct preserve_net *preserve_netns(const struct net *net)
{
	return net_generic(net, preserve_net_id);
}
