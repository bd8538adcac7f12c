/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timers. 6.2 renamed del_timer_sync(), 6.13 sets a high resolution timer up in
 * one call, 6.16 renamed from_timer().
 */
#ifndef PRESERVE_COMPAT_TIMER_H
#define PRESERVE_COMPAT_TIMER_H

#include <linux/hrtimer.h>
#include <linux/timer.h>

#ifndef PRESERVE_HAS_TIMER_DELETE_SYNC
#define timer_delete_sync(timer) del_timer_sync(timer)
#endif

#ifndef timer_container_of
#define timer_container_of(var, timer, field) from_timer(var, timer, field)
#endif

#ifndef PRESERVE_HAS_HRTIMER_SETUP
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*fn)(struct hrtimer *),
				 clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#endif

#endif /* PRESERVE_COMPAT_TIMER_H */
