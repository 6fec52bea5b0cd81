/* y += a x: the smallest kernel, and the example of how one is written. */
#include "bg.h"

enum { BLOCK = 16384 };

typedef struct {
  const float *x;
  float *y;
  float a;
  int count;
} axpy;

static void axpy_blocks(int begin, int end, void *context) {
  const axpy *job = context;
  const int last = bg_min(end * BLOCK, job->count);
  int i = begin * BLOCK;
  for (; i + BG_WIDTH <= last; i += BG_WIDTH) {
    bg_store(job->y + i, bg_load(job->y + i) + job->a * bg_load(job->x + i));
  }
  for (; i < last; i++) job->y[i] += job->a * job->x[i];
}

BG_KERNEL(axpy) {
  axpy job = {arg->x, arg->y, (float)arg->a, arg->count};
  bg_parallel((job.count + BLOCK - 1) / BLOCK, axpy_blocks, &job);
}
