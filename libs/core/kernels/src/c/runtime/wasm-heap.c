/*
 * The heap of the WebAssembly runtime: one list of free blocks in order of address, best fit, neighbours joined.
 * Tensors' arenas and kernels' scratch both come from here. A lock that spins will do: it is held for microseconds.
 */
#include "runtime.h"

#include <stdatomic.h>

typedef struct block {
  size_t bytes; /* with this header */
  struct block *next;
  char padding[64 - 2 * sizeof(size_t)];
} block;

extern char __heap_base;

static block *first;
static uintptr_t end; /* where memory not yet given out begins */
static _Atomic int32_t locked;

/* A worker that died in here leaves the list of blocks in pieces: an error from now on, rather than a wait for ever. */
static void lock(void) {
  int32_t free = 0;
  for (uint32_t spins = 1; !atomic_compare_exchange_weak(&locked, &free, 1); spins++) {
    if (spins >> 27 && bg_has_lost_workers()) __builtin_trap();
    free = 0;
  }
}

static void unlock(void) { atomic_store(&locked, 0); }

/* Fresh memory at the end of the heap, in steps of 1 MB. */
static block *extend(size_t bytes) {
  if (!end) end = ((uintptr_t)&__heap_base + 63) & ~(uintptr_t)63;
  const uint64_t wanted = (uint64_t)end + bytes, have = (uint64_t)__builtin_wasm_memory_size(0) << 16;
  if (wanted > ((uint64_t)65535 << 16)) return NULL;
  if (wanted > have) {
    uint64_t pages = (wanted - have + 0xfffff) >> 20 << 4;
    if ((have >> 16) + pages > 65536) pages = 65536 - (have >> 16);
    if (__builtin_wasm_memory_grow(0, (size_t)pages) == (size_t)-1) return NULL;
  }
  block *fresh = (block *)end;
  fresh->bytes = bytes;
  end += bytes;
  return fresh;
}

void *bg_alloc(size_t bytes) {
  if (bytes > 0xf0000000u) {
    bg_fail_memory(bytes);
    return NULL;
  }
  bytes = (bytes + sizeof(block) + 63) & ~(size_t)63;
  lock();
  block **best = NULL;
  for (block **at = &first; *at; at = &(*at)->next) {
    if ((*at)->bytes >= bytes && (!best || (*at)->bytes < (*best)->bytes)) best = at;
  }
  block *found;
  if (!best) {
    found = extend(bytes);
  } else {
    found = *best;
    if (found->bytes >= bytes + 2 * sizeof(block)) {
      block *rest = (block *)((char *)found + bytes);
      rest->bytes = found->bytes - bytes;
      rest->next = found->next;
      found->bytes = bytes;
      *best = rest;
    } else {
      *best = found->next;
    }
  }
  unlock();
  if (!found) {
    bg_fail_memory(bytes);
    return NULL;
  }
  return (char *)found + sizeof(block);
}

void bg_free(void *memory) {
  if (!memory) return;
  block *freed = (block *)((char *)memory - sizeof(block));
  lock();
  block *before = NULL, *after = first;
  while (after && after < freed) {
    before = after;
    after = after->next;
  }
  freed->next = after;
  if (after && (char *)freed + freed->bytes == (char *)after) {
    freed->bytes += after->bytes;
    freed->next = after->next;
  }
  if (before && (char *)before + before->bytes == (char *)freed) {
    before->bytes += freed->bytes;
    before->next = freed->next;
  } else if (before) {
    before->next = freed;
  } else {
    first = freed;
  }
  unlock();
}
