/* The failure of the running call: the first text stays until it is taken. */
#include "runtime.h"

#include <stdatomic.h>

static _Atomic(const char *) failure;
static _Atomic size_t wanting;

void bg_fail(const char *message) {
  const char *none = NULL;
  atomic_compare_exchange_strong(&failure, &none, message);
}

const char *bg_take_failure(void) { return atomic_exchange(&failure, NULL); }

void bg_fail_memory(size_t bytes) {
  atomic_store(&wanting, bytes);
  bg_fail("out of memory");
}

double bg_take_wanting(void) { return (double)atomic_exchange(&wanting, 0); }
