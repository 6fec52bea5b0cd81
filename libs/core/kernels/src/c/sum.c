/* Sums in chunks of rows: floats within a chunk, doubles across. */
#include "bg.h"

typedef struct {
  int rows, columns, chunk;
  const float *x;
  double *sums; /* [chunks][columns] */
} summing;

/* The sum of a run of floats. */
static double sum_run(const float *x, int count) {
  double sum = 0;
  int i = 0;
  for (; i + 4 * BG_WIDTH <= count;) {
    bg_vec a = {0}, b = {0}, c = {0}, d = {0};
    const int last = bg_min(count - 4 * BG_WIDTH, i + 128 * BG_WIDTH);
    for (; i <= last; i += 4 * BG_WIDTH) {
      a += bg_load(x + i);
      b += bg_load(x + i + BG_WIDTH);
      c += bg_load(x + i + 2 * BG_WIDTH);
      d += bg_load(x + i + 3 * BG_WIDTH);
    }
    sum += bg_sum((a + b) + (c + d));
  }
  for (; i < count; i++) sum += x[i];
  return sum;
}

static void sum_chunks(int begin, int end, void *context) {
  const summing *s = context;
  enum { ROWS = 128 };
  float *part = bg_alloc(sizeof(float) * s->columns);
  if (!part) return;
  for (int chunk = begin; chunk < end; chunk++) {
    double *sums = s->sums + (ptrdiff_t)chunk * s->columns;
    const int first = chunk * s->chunk, last = bg_min(first + s->chunk, s->rows);
    if (s->columns == 1) {
      sums[0] = sum_run(s->x + first, last - first);
      continue;
    }
    for (int c = 0; c < s->columns; c++) sums[c] = 0;
    for (int row = first; row < last; row += ROWS) {
      memset(part, 0, sizeof(float) * s->columns);
      for (int r = row; r < bg_min(row + ROWS, last); r++) {
        const float *x = s->x + (ptrdiff_t)r * s->columns;
        int c = 0;
        for (; c + BG_WIDTH <= s->columns; c += BG_WIDTH) bg_store(part + c, bg_load(part + c) + bg_load(x + c));
        for (; c < s->columns; c++) part[c] += x[c];
      }
      for (int c = 0; c < s->columns; c++) sums[c] += part[c];
    }
  }
  bg_free(part);
}

BG_KERNEL(sum) {
  summing s = {arg->rows, arg->columns};
  s.chunk = bg_max(64, (s.rows + BG_PIECES - 1) / BG_PIECES);
  const int chunks = (s.rows + s.chunk - 1) / s.chunk;
  s.sums = bg_alloc(sizeof(double) * ((size_t)chunks * s.columns + 1));
  if (!s.sums) return;
  for (int item = 0; item < arg->batch; item++) {
    s.x = arg->x + (ptrdiff_t)item * s.rows * s.columns;
    float *to = arg->sums + (ptrdiff_t)item * s.columns;
    bg_parallel(chunks, sum_chunks, &s);
    for (int c = 0; c < s.columns; c++) {
      double sum = 0;
      for (int chunk = 0; chunk < chunks; chunk++) sum += s.sums[(ptrdiff_t)chunk * s.columns + c];
      to[c] = (float)(sum * arg->factor);
    }
  }
  bg_free(s.sums);
}

typedef struct {
  const float *a, *b;
  double *sums;
  int count;
} difference;

enum { BLOCK = 16384 };

static void square_blocks(int begin, int end, void *context) {
  const difference *d = context;
  for (int block = begin; block < end; block++) {
    const int last = bg_min((block + 1) * BLOCK, d->count);
    int i = block * BLOCK;
    bg_vec sum = {0}, other = {0};
    for (; i + 2 * BG_WIDTH <= last; i += 2 * BG_WIDTH) {
      const bg_vec e = bg_load(d->a + i) - bg_load(d->b + i);
      const bg_vec f = bg_load(d->a + i + BG_WIDTH) - bg_load(d->b + i + BG_WIDTH);
      sum += e * e;
      other += f * f;
    }
    double total = bg_sum(sum + other);
    for (; i < last; i++) total += (double)(d->a[i] - d->b[i]) * (d->a[i] - d->b[i]);
    d->sums[block] = total;
  }
}

/* The mean of (a - b)^2. */
BG_KERNEL(mean_squared_error) {
  difference d = {arg->a, arg->b, NULL, arg->count};
  const int blocks = (d.count + BLOCK - 1) / BLOCK;
  d.sums = bg_alloc(sizeof(double) * (blocks + 1));
  if (!d.sums) return;
  bg_parallel(blocks, square_blocks, &d);
  double sum = 0;
  for (int i = 0; i < blocks; i++) sum += d.sums[i];
  *arg->mean = (float)(sum / d.count);
  bg_free(d.sums);
}
