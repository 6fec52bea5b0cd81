/*
 * What every kernel may use. Kernels are freestanding C11, so that one source builds as a Node-API addon and as
 * WebAssembly: no header of the C library but the ones below, no function of it but memcpy, memmove and memset.
 *
 * A file of kernels is compiled once for each instruction set (BG_TARGET). Everything in it but BG_KERNEL functions
 * must therefore be static.
 */
#ifndef BG_H
#define BG_H

#include <stddef.h>
#include <stdint.h>

#define BG_JOIN3_(a, b, c) a##b##_##c
#define BG_JOIN3(a, b, c) BG_JOIN3_(a, b, c)
#define BG_SYMBOL(name) BG_JOIN3(bg_, name, BG_TARGET)

/* How the runtimes call every kernel: its arrays and its numbers in the order of kernels.def. */
typedef void bg_kernel(void *const *buffers, const double *numbers);

#include "arguments.h"

/*
 * Begins a kernel's body, which finds its arguments in `arg` by the names of kernels.def: arg->batch, arg->x.
 * What kernels.def says of them holds.
 */
#define BG_KERNEL(name)                                                        \
  static void bg_run_##name(const bg_##name##_arguments *arg);                 \
  void BG_SYMBOL(name)(void *const *buffers, const double *numbers) {          \
    const bg_##name##_arguments arguments = bg_read_##name(buffers, numbers);  \
    bg_run_##name(&arguments);                                                 \
  }                                                                            \
  static void bg_run_##name(const bg_##name##_arguments *arg)

/*
 * Calls body(begin, end, context) until 0 .. count-1 are covered, on all threads, and returns when all is done.
 * The pieces depend on count alone: at most BG_PIECES of ceil(count / BG_PIECES) items, so with count <= BG_PIECES a
 * piece is one item. A body that keeps a partial sum a piece (partial[begin]) gives the same bits with any number of
 * threads. An item should take some microseconds. A body must not rely on running beside another one; a bg_parallel
 * inside a body runs on that body's thread alone.
 */
#define BG_PIECES 64
typedef void bg_body(int begin, int end, void *context);
void bg_parallel(int count, bg_body *body, void *context);

/*
 * Scratch memory, 64-byte aligned, from any thread. Where there is none left it returns NULL and the call fails with
 * "out of memory" once the kernel has returned: a kernel has only to check and return.
 */
void *bg_alloc(size_t bytes);
void bg_free(void *memory);

/* Makes the call throw an Error with this text (a literal) once the kernel has returned. The first text stays. */
void bg_fail(const char *message);

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
#define memcpy(to, from, bytes) __builtin_memcpy(to, from, bytes)
#define memmove(to, from, bytes) __builtin_memmove(to, from, bytes)
#define memset(to, value, bytes) __builtin_memset(to, value, bytes)

/* The widest vector of floats of this target. */
#if defined(__AVX512F__)
#define BG_WIDTH 16
#elif defined(__AVX2__)
#define BG_WIDTH 8
#else
#define BG_WIDTH 4
#endif

typedef float bg_vec __attribute__((vector_size(BG_WIDTH * 4)));
typedef int32_t bg_ivec __attribute__((vector_size(BG_WIDTH * 4)));
typedef float bg_vec_unaligned __attribute__((vector_size(BG_WIDTH * 4), aligned(4), may_alias));

#define BG_INLINE static inline __attribute__((always_inline, unused))

/* Before a loop of n rounds over an array of vectors: only unrolled do they stay in registers. */
#if defined(__clang__)
#define BG_UNROLL(n) _Pragma("clang loop unroll(full)")
#else
#define BG_PRAGMA(text) _Pragma(#text)
#define BG_UNROLL(n) BG_PRAGMA(GCC unroll n)
#endif

BG_INLINE bg_vec bg_load(const float *from) { return *(const bg_vec_unaligned *)from; }
BG_INLINE void bg_store(float *to, bg_vec value) { *(bg_vec_unaligned *)to = value; }
BG_INLINE bg_vec bg_splat(float value) { return value - (bg_vec){0}; }

BG_INLINE float bg_sum(bg_vec value) {
  float sum = 0;
  for (int i = 0; i < BG_WIDTH; i++) sum += value[i];
  return sum;
}

BG_INLINE int bg_min(int a, int b) { return a < b ? a : b; }
BG_INLINE int bg_max(int a, int b) { return a > b ? a : b; }

#include "bg-math.h"

#endif
