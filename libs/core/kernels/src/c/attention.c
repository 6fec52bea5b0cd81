/*
 * softmax(scale q k^T) v without ever holding tokens x tokens (Dao et al. 2022): a block of queries meets the keys a
 * block at a time, keeping the running maximum and sum of its softmax. Backward computes the probabilities again
 * from the saved logarithm of the sum, once by blocks of queries for dq and once by blocks of keys for dk and dv, so
 * that nobody adds to another's result.
 */
#include "gemm.h"

enum { ROW_BLOCK = 48, COLUMN_BLOCK = 128 };

/* A head of [tokens][channels], read in two packings. */
typedef struct {
  const float *x;   /* first token, first channel of the head */
  float *across;    /* [tokens / BG_COLUMNS][depth][BG_COLUMNS]: x transposed, as columns of scores */
  float *along;     /* [depth / BG_COLUMNS][tokens][BG_COLUMNS]: x, to be weighted with scores */
} packed;

typedef struct {
  int tokens, others; /* rows and columns of the scores */
  int depth, stride;  /* of a head; from token to token */
  float scale;
  const float *rows, *more_rows; /* q (and dy) or k (and v) */
  packed columns, more_columns;  /* k (and v) or q (and dy) */
  float *out, *more_out;
  float *logs;                   /* forward: written. Backward: of the rows or the columns, as transposed says */
  const float *dots;             /* backward: sum of y dy */
  int transposed;
} head;

BG_INLINE int panels_of(int count) { return (count + BG_COLUMNS - 1) / BG_COLUMNS; }

static void pack_across(const float *x, int tokens, int depth, int stride, float *to) {
  for (int first = 0; first < tokens; first += BG_COLUMNS, to += depth * BG_COLUMNS) {
    const int count = bg_min(BG_COLUMNS, tokens - first);
    if (count < BG_COLUMNS) memset(to, 0, sizeof(float) * depth * BG_COLUMNS);
    for (int t = 0; t < count; t++) {
      const float *from = x + (ptrdiff_t)(first + t) * stride;
      for (int k = 0; k < depth; k++) to[k * BG_COLUMNS + t] = from[k];
    }
  }
}

static void pack_along(const float *x, int tokens, int depth, int stride, float *to) {
  for (int first = 0; first < depth; first += BG_COLUMNS) {
    const int count = bg_min(BG_COLUMNS, depth - first);
    for (int t = 0; t < tokens; t++, to += BG_COLUMNS) {
      const float *from = x + (ptrdiff_t)t * stride + first;
      for (int k = 0; k < count; k++) to[k] = from[k];
      for (int k = count; k < BG_COLUMNS; k++) to[k] = 0;
    }
  }
}

BG_INLINE size_t packed_floats(int tokens, int depth) { return (size_t)panels_of(tokens) * BG_COLUMNS * depth; }
BG_INLINE size_t along_floats(int tokens, int depth) { return (size_t)panels_of(depth) * BG_COLUMNS * tokens; }

/* Scores of some rows with the columns first .. first + count - 1, first a multiple of BG_COLUMNS. */
static void score(const head *h, const float *rows, int row_count, const packed *columns, int first, int count, float *to) {
  for (int c = 0; c < count; c += BG_COLUMNS) {
    const float *panel = columns->across + (ptrdiff_t)(first + c) * h->depth;
    bg_gemm_block(row_count, 0, (bg_gemm){rows, h->stride, 1, panel, BG_COLUMNS, to + c, COLUMN_BLOCK, h->depth});
  }
}

/* to [rows][width] += weights [rows][COLUMN_BLOCK] times columns. */
static void weigh(const head *h, const float *weights, int row_count, const packed *columns, int first, int count, float *to,
                  int width) {
  for (int d = 0; d < h->depth; d += BG_COLUMNS) {
    const float *panel = columns->along + ((ptrdiff_t)(d / BG_COLUMNS) * h->others + first) * BG_COLUMNS;
    bg_gemm_block(row_count, 1, (bg_gemm){weights, COLUMN_BLOCK, 1, panel, BG_COLUMNS, to + d, width, count});
  }
}

/* exp(scale s - log) of a row, zero from `count` on; s is overwritten. Returns the sum. */
static float exponentiate(float *s, int count, float scale, float log) {
  bg_vec sum = {0};
  for (int i = 0; i < count; i += BG_WIDTH) {
    bg_vec p = bg_vexp(bg_load(s + i) * scale - log);
    if (count - i < BG_WIDTH) {
      for (int k = count - i; k < BG_WIDTH; k++) p[k] = 0;
    }
    bg_store(s + i, p);
    sum += p;
  }
  return bg_sum(sum);
}

static void attend_blocks(int begin, int end, void *context) {
  const head *h = context;
  const int width = panels_of(h->depth) * BG_COLUMNS;
  float *s = bg_alloc(sizeof(float) * ROW_BLOCK * (COLUMN_BLOCK + width));
  if (!s) return;
  float *y = s + ROW_BLOCK * COLUMN_BLOCK;
  for (int b = begin; b < end; b++) {
    const int first = b * ROW_BLOCK, rows = bg_min(ROW_BLOCK, h->tokens - first);
    float most[ROW_BLOCK];
    double sums[ROW_BLOCK];
    memset(y, 0, sizeof(float) * ROW_BLOCK * width);
    for (int column = 0; column < h->others; column += COLUMN_BLOCK) {
      const int count = bg_min(COLUMN_BLOCK, h->others - column);
      score(h, h->rows + (ptrdiff_t)first * h->stride, rows, &h->columns, column, count, s);
      for (int r = 0; r < rows; r++) {
        float *row = s + r * COLUMN_BLOCK;
        float largest = row[0] * h->scale;
        for (int i = 1; i < count; i++) largest = row[i] * h->scale > largest ? row[i] * h->scale : largest;
        if (column == 0 || largest > most[r]) {
          const float shrink = column == 0 ? 0 : bg_expf(most[r] - largest);
          sums[r] = column == 0 ? 0 : sums[r] * shrink;
          for (int d = 0; d < width; d += BG_WIDTH) bg_store(y + r * width + d, bg_load(y + r * width + d) * shrink);
          most[r] = largest;
        }
        sums[r] += exponentiate(row, count, h->scale, most[r]);
      }
      weigh(h, s, rows, &h->more_columns, column, count, y, width);
    }
    for (int r = 0; r < rows; r++) {
      const float over = (float)(1 / sums[r]);
      float *to = h->out + (ptrdiff_t)(first + r) * h->stride;
      for (int d = 0; d < h->depth; d++) to[d] = y[r * width + d] * over;
      h->logs[first + r] = most[r] + bg_logf((float)sums[r]);
    }
  }
  bg_free(s);
}

BG_KERNEL(attention) {
  const int batch = arg->batch, channels = arg->channels, heads = arg->heads;
  head h = {arg->tokens, arg->others, channels / heads, channels, (float)arg->scale};
  float *memory = bg_alloc(sizeof(float) * (packed_floats(h.others, h.depth) + along_floats(h.others, h.depth)));
  if (!memory) return;
  h.columns.across = memory;
  h.more_columns.along = memory + packed_floats(h.others, h.depth);
  for (int i = 0; i < batch * heads; i++) {
    const ptrdiff_t start = (ptrdiff_t)(i / heads) * h.tokens * channels + i % heads * h.depth;
    const ptrdiff_t other = (ptrdiff_t)(i / heads) * h.others * channels + i % heads * h.depth;
    pack_across(arg->k + other, h.others, h.depth, channels, h.columns.across);
    pack_along(arg->v + other, h.others, h.depth, channels, h.more_columns.along);
    h.rows = arg->q + start;
    h.out = arg->y + start;
    h.logs = arg->logs + (ptrdiff_t)i * h.tokens;
    bg_parallel((h.tokens + ROW_BLOCK - 1) / ROW_BLOCK, attend_blocks, &h);
  }
  bg_free(memory);
}

/*
 * With p = exp(scale s - log) and ds = scale p (dp - dot): out += ds columns, and transposed more_out += p more_columns.
 */
static void differentiate_blocks(int begin, int end, void *context) {
  const head *h = context;
  const int width = panels_of(h->depth) * BG_COLUMNS;
  float *s = bg_alloc(sizeof(float) * ROW_BLOCK * (2 * COLUMN_BLOCK + 2 * width));
  if (!s) return;
  float *dp = s + ROW_BLOCK * COLUMN_BLOCK, *out = dp + ROW_BLOCK * COLUMN_BLOCK, *more_out = out + ROW_BLOCK * width;
  for (int b = begin; b < end; b++) {
    const int first = b * ROW_BLOCK, rows = bg_min(ROW_BLOCK, h->tokens - first);
    memset(out, 0, sizeof(float) * ROW_BLOCK * 2 * width);
    for (int column = 0; column < h->others; column += COLUMN_BLOCK) {
      const int count = bg_min(COLUMN_BLOCK, h->others - column);
      score(h, h->rows + (ptrdiff_t)first * h->stride, rows, &h->columns, column, count, s);
      score(h, h->more_rows + (ptrdiff_t)first * h->stride, rows, &h->more_columns, column, count, dp);
      for (int r = 0; r < rows; r++) {
        float *p = s + r * COLUMN_BLOCK, *d = dp + r * COLUMN_BLOCK;
        for (int i = 0; i < count; i += BG_WIDTH) {
          bg_vec log, dot;
          if (h->transposed) { /* the arrays end with room for a whole vector */
            log = bg_load(h->logs + column + i);
            dot = bg_load(h->dots + column + i);
          } else {
            log = bg_splat(h->logs[first + r]);
            dot = bg_splat(h->dots[first + r]);
          }
          const bg_vec chance = bg_vexp(bg_load(p + i) * h->scale - log);
          bg_store(p + i, chance);
          bg_store(d + i, h->scale * chance * (bg_load(d + i) - dot));
        }
      }
      weigh(h, dp, rows, &h->columns, column, count, out, width);
      if (h->transposed) weigh(h, s, rows, &h->more_columns, column, count, more_out, width);
    }
    for (int r = 0; r < rows; r++) {
      const ptrdiff_t to = (ptrdiff_t)(first + r) * h->stride;
      for (int d = 0; d < h->depth; d++) h->out[to + d] = out[r * width + d];
      if (!h->transposed) continue;
      for (int d = 0; d < h->depth; d++) h->more_out[to + d] = more_out[r * width + d];
    }
  }
  bg_free(s);
}

BG_KERNEL(attention_gradient) {
  const int batch = arg->batch, tokens = arg->tokens, others = arg->others, channels = arg->channels;
  const int heads = arg->heads, depth = channels / heads;
  const float scale = (float)arg->scale;
  const int most = bg_max(tokens, others);
  const size_t across = packed_floats(most, depth), along = along_floats(most, depth);
  float *memory = bg_alloc(sizeof(float) * (2 * across + 2 * along + 2 * ((size_t)tokens + BG_WIDTH)));
  if (!memory) return;
  float *dots = memory + 2 * across + 2 * along, *logs = dots + tokens + BG_WIDTH;
  memset(dots, 0, sizeof(float) * 2 * ((size_t)tokens + BG_WIDTH));
  for (int i = 0; i < batch * heads; i++) {
    const ptrdiff_t start = (ptrdiff_t)(i / heads) * tokens * channels + i % heads * depth;
    const ptrdiff_t other = (ptrdiff_t)(i / heads) * others * channels + i % heads * depth;
    const float *q = arg->q + start, *k = arg->k + other, *v = arg->v + other, *y = arg->y + start;
    const float *dy = arg->dy + start;
    memcpy(logs, arg->logs + (ptrdiff_t)i * tokens, sizeof(float) * tokens);
    for (int t = 0; t < tokens; t++) {
      double dot = 0;
      for (int d = 0; d < depth; d++) dot += (double)y[(ptrdiff_t)t * channels + d] * dy[(ptrdiff_t)t * channels + d];
      dots[t] = (float)dot;
    }
    float *second = memory + across, *third = second + across, *fourth = third + along;
    head h = {tokens, others, depth, channels, scale, q, dy, {k, memory, third}, {v, second, NULL}};
    pack_across(k, others, depth, channels, memory);
    pack_across(v, others, depth, channels, second);
    pack_along(k, others, depth, channels, third);
    h.out = arg->dq + start;
    h.logs = logs;
    h.dots = dots;
    bg_parallel((tokens + ROW_BLOCK - 1) / ROW_BLOCK, differentiate_blocks, &h);

    head t = {others, tokens, depth, channels, scale, k, v, {q, memory, third}, {dy, second, fourth}};
    pack_across(q, tokens, depth, channels, memory);
    pack_across(dy, tokens, depth, channels, second);
    pack_along(q, tokens, depth, channels, third);
    pack_along(dy, tokens, depth, channels, fourth);
    t.out = arg->dk + other;
    t.more_out = arg->dv + other;
    t.logs = logs;
    t.dots = dots;
    t.transposed = 1;
    bg_parallel((others + ROW_BLOCK - 1) / ROW_BLOCK, differentiate_blocks, &t);
  }
  bg_free(memory);
}
