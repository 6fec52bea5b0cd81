/* In-place updates of weights: Adam and the moving average. */
#include "bg.h"

enum { BLOCK = 16384 };

typedef struct {
  float *weight, *mean, *square;
  const float *gradient;
  float rate, beta1, beta2, rest1, rest2, epsilon, root; /* rest = 1 - beta, rounded once */
  int count;
} adam;

static bg_vec vector_sqrt(bg_vec x) {
  for (int i = 0; i < BG_WIDTH; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
}

static void adam_blocks(int begin, int end, void *context) {
  const adam *a = context;
  const int last = bg_min(end * BLOCK, a->count);
  int i = begin * BLOCK;
  for (; i + BG_WIDTH <= last; i += BG_WIDTH) {
    const bg_vec g = bg_load(a->gradient + i);
    const bg_vec m = a->beta1 * bg_load(a->mean + i) + a->rest1 * g;
    const bg_vec v = a->beta2 * bg_load(a->square + i) + a->rest2 * g * g;
    bg_store(a->mean + i, m);
    bg_store(a->square + i, v);
    bg_store(a->weight + i, bg_load(a->weight + i) - a->rate * m / (vector_sqrt(v) * a->root + a->epsilon));
  }
  for (; i < last; i++) {
    const float g = a->gradient[i];
    const float m = a->mean[i] = a->beta1 * a->mean[i] + a->rest1 * g;
    const float v = a->square[i] = a->beta2 * a->square[i] + a->rest2 * g * g;
    a->weight[i] -= a->rate * m / (__builtin_sqrtf(v) * a->root + a->epsilon);
  }
}

BG_KERNEL(adam) {
  adam a = {arg->weight, arg->mean, arg->square, arg->gradient};
  a.count = arg->count;
  a.rate = (float)arg->rate;
  a.beta1 = (float)arg->beta1;
  a.beta2 = (float)arg->beta2;
  a.rest1 = (float)(1 - arg->beta1);
  a.rest2 = (float)(1 - arg->beta2);
  a.epsilon = (float)arg->epsilon;
  a.root = (float)arg->root;
  bg_parallel((a.count + BLOCK - 1) / BLOCK, adam_blocks, &a);
}

typedef struct {
  float *average;
  const float *value;
  float decay, rest;
  int count;
} moving;

static void moving_blocks(int begin, int end, void *context) {
  const moving *job = context;
  const int last = bg_min(end * BLOCK, job->count);
  int i = begin * BLOCK;
  for (; i + BG_WIDTH <= last; i += BG_WIDTH) {
    bg_store(job->average + i, job->decay * bg_load(job->average + i) + job->rest * bg_load(job->value + i));
  }
  for (; i < last; i++) job->average[i] = job->decay * job->average[i] + job->rest * job->value[i];
}

BG_KERNEL(moving_average) {
  moving job = {arg->average, arg->value, (float)arg->decay, (float)(1 - arg->decay), arg->count};
  bg_parallel((job.count + BLOCK - 1) / BLOCK, moving_blocks, &job);
}
