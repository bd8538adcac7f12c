// SPDX-License-Identifier: GPL-2.0-only
#include "paths/paths.h"

#include <net/netns/generic.h>

unsigned int preserve_paths_id __read_mostly;

struct preserve_paths *preserve_paths(const struct net *net)
{
	return net_generic(net, preserve_paths_id);
}
