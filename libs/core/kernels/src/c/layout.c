/*
 * Moving numbers about: rows copied from one stride to another (concatenation, slices), nearest upsampling, weights from
 * PyTorch's order.
 */
#include "bg.h"

typedef struct {
  const float *from;
  float *to;
  int rows, length, from_stride, to_stride, block;
} copying;

static void copy_rows(int begin, int end, void *context) {
  const copying *j = context;
  for (int row = begin * j->block; row < bg_min(end * j->block, j->rows); row++) {
    const float *from = j->from + (ptrdiff_t)row * j->from_stride;
    float *to = j->to + (ptrdiff_t)row * j->to_stride;
    if (j->length >= 4 * BG_WIDTH) {
      memcpy(to, from, sizeof(float) * j->length);
    } else {
      for (int i = 0; i < j->length; i++) to[i] = from[i];
    }
  }
}

BG_KERNEL(copy) {
  copying j = {arg->from + arg->fromStart, arg->to + arg->toStart,
               arg->rows, arg->length, arg->fromStride, arg->toStride};
  j.block = bg_max(1, 16384 / j.length);
  bg_parallel((j.rows + j.block - 1) / j.block, copy_rows, &j);
}

typedef struct {
  const float *from;
  float *to;
  int h, w, c;
} doubling;

/* Item i is plane i of [n d, h, w, c]. */
static void double_planes(int begin, int end, void *context) {
  const doubling *j = context;
  const ptrdiff_t line = 2 * (ptrdiff_t)j->w * j->c, plane = 2 * j->h * line;
  for (int i = begin; i < end; i++) {
    float *to = j->to + 2 * i * plane;
    for (int y = 0; y < j->h; y++) {
      const float *from = j->from + ((ptrdiff_t)i * j->h + y) * j->w * j->c;
      float *first = to + 2 * y * line;
      for (int x = 0; x < j->w; x++, from += j->c) {
        float *at = first + 2 * (ptrdiff_t)x * j->c;
        int c = 0;
        for (; c + BG_WIDTH <= j->c; c += BG_WIDTH) {
          bg_store(at + c, bg_load(from + c));
          bg_store(at + j->c + c, bg_load(from + c));
        }
        for (; c < j->c; c++) at[c] = at[j->c + c] = from[c];
      }
      memcpy(first + line, first, sizeof(float) * line);
    }
    memcpy(to + plane, to, sizeof(float) * plane);
  }
}

BG_KERNEL(upsample) {
  doubling j = {arg->x, arg->y, arg->height, arg->width, arg->channels};
  bg_parallel(arg->planes, double_planes, &j);
}

static void halve_planes(int begin, int end, void *context) {
  const doubling *j = context;
  const ptrdiff_t line = 2 * (ptrdiff_t)j->w * j->c, plane = 2 * j->h * line;
  for (int i = begin; i < end; i++) {
    for (int y = 0; y < j->h; y++) {
      for (int x = 0; x < j->w; x++) {
        const float *a = j->from + 2 * i * plane + 2 * y * line + 2 * (ptrdiff_t)x * j->c;
        const float *b = a + plane;
        float *to = j->to + (((ptrdiff_t)i * j->h + y) * j->w + x) * j->c;
        int c = 0;
        for (; c + BG_WIDTH <= j->c; c += BG_WIDTH) {
          const bg_vec near = (bg_load(a + c) + bg_load(a + j->c + c)) + (bg_load(a + line + c) + bg_load(a + line + j->c + c));
          const bg_vec far = (bg_load(b + c) + bg_load(b + j->c + c)) + (bg_load(b + line + c) + bg_load(b + line + j->c + c));
          bg_store(to + c, near + far);
        }
        for (; c < j->c; c++) {
          to[c] = (a[c] + a[j->c + c]) + (a[line + c] + a[line + j->c + c]) + (b[c] + b[j->c + c]) +
                  (b[line + c] + b[line + j->c + c]);
        }
      }
    }
  }
}

BG_KERNEL(upsample_gradient) {
  doubling j = {arg->dy, arg->dx, arg->height, arg->width, arg->channels};
  bg_parallel(arg->planes, halve_planes, &j);
}

typedef struct {
  const float *from;
  float *to;
  int count, in, taps, out, first, tiles;
} turning;

/* Outputs moved at once fill the cache line that they are written to; inputs of a tile keep its lines and pages few. */
enum { OUTPUTS = 16, INPUTS = 8 };

static void turn_blocks(int begin, int end, void *context) {
  const turning *j = context;
  const ptrdiff_t row = (ptrdiff_t)j->in * j->taps;
  for (int item = begin; item < end; item++) {
    const int first = item / j->tiles * OUTPUTS, width = bg_min(OUTPUTS, j->count - first);
    const int begin_in = item % j->tiles * INPUTS, end_in = bg_min(begin_in + INPUTS, j->in);
    for (int in = begin_in; in < end_in; in++) {
      for (int tap = 0; tap < j->taps; tap++) {
        const float *from = j->from + first * row + (ptrdiff_t)in * j->taps + tap;
        float *to = j->to + ((ptrdiff_t)tap * j->in + in) * j->out + j->first + first;
        for (int o = 0; o < width; o++) to[o] = from[o * row];
      }
    }
  }
}

BG_KERNEL(turn_weights) {
  turning j = {arg->values, arg->weight, arg->count, arg->inChannels, arg->taps, arg->outChannels, arg->first};
  j.tiles = (j.in + INPUTS - 1) / INPUTS;
  bg_parallel((j.count + OUTPUTS - 1) / OUTPUTS * j.tiles, turn_blocks, &j);
}
