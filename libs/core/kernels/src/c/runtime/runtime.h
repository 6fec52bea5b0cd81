/* What the two runtimes (pthreads, WebAssembly) share below bg.h. */
#ifndef BG_RUNTIME_H
#define BG_RUNTIME_H

#define BG_TARGET runtime
#include "../bg.h"

/* Sleeps until *address is no longer `expected` (it may return early); wakes all who sleep there. */
void bg_wait(_Atomic int32_t *address, int32_t expected);
void bg_wake(_Atomic int32_t *address);

/* A hint to the processor that this is a waiting loop. */
void bg_pause(void);

/* How many rounds of bg_pause to spend before sleeping. */
extern int bg_patience;

/* Whether the thread that calls kernels may sleep; a browser's main thread may not, and waits without. */
extern int bg_may_sleep;

/* How many of the threads in bg_work may take part, beside the one that calls kernels. */
void bg_set_workers(int count);

/* The life of worker 0, 1, ...: takes pieces until bg_stop was called. */
void bg_work(int index);
void bg_stop(void);

/* Tells that worker `index` is gone: a call it leaves unfinished fails once the others are through. */
void bg_worker_died(int index);
int bg_has_lost_workers(void);

/* bg_fail for want of so many bytes of memory; how many bytes were wanting since the last call, 0 if none. */
void bg_fail_memory(size_t bytes);
double bg_take_wanting(void);

/* The text of the failure since the last call, or NULL; forgets it. */
const char *bg_take_failure(void);

#endif
