/*
 * Scratch memory of the addon. Kernels ask for the same few sizes again and again, and a large block fresh from the
 * system costs a page fault every 4 kB: blocks are kept for the next call, up to a limit.
 */
#include "native.h"
#include "runtime.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

enum { SLOTS = 32, HEADER = 64, LARGE_PAGE = 2 << 20 };
static const size_t KEPT_AT_MOST = (size_t)192 << 20;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *kept[SLOTS];
static size_t kept_bytes;

void bg_ask_large_pages(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const uintptr_t first = ((uintptr_t)memory + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
  const uintptr_t last = ((uintptr_t)memory + bytes) & ~(uintptr_t)(LARGE_PAGE - 1);
  if (last > first) madvise((void *)first, last - first, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}

static size_t size_of(const char *block) { return *(const size_t *)block; }

void *bg_alloc(size_t bytes) {
  bytes = (bytes + HEADER + 4095) & ~(size_t)4095;
  char *block = NULL;
  pthread_mutex_lock(&lock);
  int best = -1;
  for (int i = 0; i < SLOTS; i++) {
    if (!kept[i] || size_of(kept[i]) < bytes || size_of(kept[i]) > bytes + bytes / 2 + 65536) continue;
    if (best < 0 || size_of(kept[i]) < size_of(kept[best])) best = i;
  }
  if (best >= 0) {
    block = kept[best];
    kept[best] = NULL;
    kept_bytes -= size_of(block);
  }
  pthread_mutex_unlock(&lock);
  if (!block) {
    void *fresh = NULL;
    if (posix_memalign(&fresh, 64, bytes)) {
      bg_fail_memory(bytes);
      return NULL;
    }
    block = fresh;
    bg_ask_large_pages(block, bytes);
    *(size_t *)block = bytes;
  }
  return block + HEADER;
}

void bg_free(void *memory) {
  if (!memory) return;
  char *block = (char *)memory - HEADER;
  pthread_mutex_lock(&lock);
  int slot = -1;
  if (kept_bytes + size_of(block) <= KEPT_AT_MOST) {
    for (int i = 0; i < SLOTS && slot < 0; i++) {
      if (!kept[i]) slot = i;
    }
  }
  if (slot >= 0) {
    kept[slot] = block;
    kept_bytes += size_of(block);
  }
  pthread_mutex_unlock(&lock);
  if (slot < 0) free(block);
}
