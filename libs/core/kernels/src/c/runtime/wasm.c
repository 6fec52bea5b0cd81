/*
 * The WebAssembly module's exports: call, alloc, free, failure, wanting, work, workers, died, spin. Threads are instances of the module in
 * workers that share its memory; each lives in work(). With a memory that is not shared there are none.
 */
#include "runtime.h"

#define EXPORT(name) __attribute__((export_name(name)))

int bg_patience = 2000;

/* Returns after a second at the latest, so that bg_parallel looks after dead workers. */
void bg_wait(_Atomic int32_t *address, int32_t expected) {
  __builtin_wasm_memory_atomic_wait32((int32_t *)address, expected, 1000000000);
}

void bg_wake(_Atomic int32_t *address) { __builtin_wasm_memory_atomic_notify((int32_t *)address, 0x7fffffff); }

void bg_pause(void) {}

#define TARGET(name) extern bg_kernel *const bg_table_##name[];
BG_TARGETS
#undef TARGET

EXPORT("call") void call(int index, void *const *buffers, const double *numbers) {
#define TARGET(name) bg_table_##name[index](buffers, numbers);
  BG_TARGETS
#undef TARGET
}

EXPORT("alloc") void *alloc(size_t bytes) { return bg_alloc(bytes); }
EXPORT("free") void release(void *memory) { bg_free(memory); }
EXPORT("failure") const char *failure(void) { return bg_take_failure(); }
EXPORT("work") void work(int index) { bg_work(index); }
EXPORT("workers") void set_workers(int count) { bg_set_workers(count); }
EXPORT("wanting") double wanting(void) { return bg_take_wanting(); }
EXPORT("died") void died(int index) { bg_worker_died(index); }
EXPORT("spin") void spin(void) { bg_may_sleep = 0; }
EXPORT("stop") void stop(void) { bg_stop(); }

/* The builtins are instructions here (memory.copy, memory.fill); the functions serve calls the compiler makes itself. */
#undef memcpy
#undef memmove
#undef memset

void *memcpy(void *restrict to, const void *restrict from, size_t bytes) { return __builtin_memcpy(to, from, bytes); }
void *memmove(void *to, const void *from, size_t bytes) { return __builtin_memmove(to, from, bytes); }
void *memset(void *to, int value, size_t bytes) { return __builtin_memset(to, value, bytes); }
