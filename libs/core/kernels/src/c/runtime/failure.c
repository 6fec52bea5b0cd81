/* The failure of the running call: the first text stays until it is taken. */
#include "runtime.h"

#include <stdatomic.h>

static _Atomic(const char *) failure;

void bg_fail(const char *message) {
  const char *none = NULL;
  atomic_compare_exchange_strong(&failure, &none, message);
}

const char *bg_take_failure(void) { return atomic_exchange(&failure, NULL); }
