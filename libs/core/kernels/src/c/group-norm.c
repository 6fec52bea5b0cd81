/*
 * Group normalisation (Wu and He 2018), with SiLU after it or not. For an item of the batch it comes to
 * z = x A[c] + B[c], so that forward is two passes over x, one for the statistics, and backward is two as well.
 *
 * The channels may lie in two tensors, first those of one, then those of the other: what a decoder's block sees, never
 * joined. A pass goes over one of them, and finds its share of whatever has a value a channel.
 */
#include "bg.h"

typedef struct {
  int rows, channels, groups, silu, chunk, chunks;
  int width;               /* channels of the tensor that x is of */
  int y_step, dy_step;     /* from row to row */
  const float *x, *dy;
  float *y;                /* y forward; dz, then dx backward */
  const float *shift; /* forward: a value near the mean, by channel */
  float *a, *b;       /* [channels] */
  float *p, *q, *r;   /* backward: dx = dz p + x q + r */
  const float *mean, *root; /* backward: by channel */
  double *sums;       /* [chunks][2][channels] */
} job;

enum { ROWS = 64 };

/* Sums over a chunk of rows of what `values` makes of each, a stretch of rows in single precision at a time. */
#define SUM_CHUNK(j, chunk, first_sum, second_sum, body_vector, body_scalar)                      \
  const int first_row = chunk * j->chunk, last_row = bg_min(first_row + j->chunk, j->rows);      \
  double *sums = j->sums + (ptrdiff_t)chunk * 2 * j->channels;                                    \
  for (int c = 0; c < j->width; c++) sums[c] = sums[j->channels + c] = 0;                         \
  for (int row = first_row; row < last_row; row += ROWS) {                                        \
    const int end_row = bg_min(row + ROWS, last_row);                                             \
    int c = 0;                                                                                    \
    for (; c + BG_WIDTH <= j->width; c += BG_WIDTH) {                                             \
      bg_vec first_sum = {0}, second_sum = {0};                                                   \
      for (int r = row; r < end_row; r++) {                                                       \
        const ptrdiff_t at = (ptrdiff_t)r * j->width + c;                                         \
        body_vector                                                                               \
      }                                                                                           \
      for (int k = 0; k < BG_WIDTH; k++) {                                                        \
        sums[c + k] += first_sum[k];                                                              \
        sums[j->channels + c + k] += second_sum[k];                                               \
      }                                                                                           \
    }                                                                                             \
    for (; c < j->width; c++) {                                                                   \
      float first_sum = 0, second_sum = 0;                                                        \
      for (int r = row; r < end_row; r++) {                                                       \
        const ptrdiff_t at = (ptrdiff_t)r * j->width + c;                                         \
        body_scalar                                                                               \
      }                                                                                           \
      sums[c] += first_sum;                                                                       \
      sums[j->channels + c] += second_sum;                                                        \
    }                                                                                             \
  }

static void measure_chunks(int begin, int end, void *context) {
  const job *j = context;
  for (int chunk = begin; chunk < end; chunk++) {
    SUM_CHUNK(j, chunk, sum, square,
              {
                const bg_vec d = bg_load(j->x + at) - bg_load(j->shift + c);
                sum += d;
                square += d * d;
              },
              {
                const float d = j->x[at] - j->shift[c];
                sum += d;
                square += d * d;
              })
  }
}

static void normalize_chunks(int begin, int end, void *context) {
  const job *j = context;
  for (int row = begin * j->chunk; row < bg_min(end * j->chunk, j->rows); row++) {
    const float *x = j->x + (ptrdiff_t)row * j->width;
    float *y = j->y + (ptrdiff_t)row * j->y_step;
    int c = 0;
    for (; c + BG_WIDTH <= j->width; c += BG_WIDTH) {
      const bg_vec z = bg_load(x + c) * bg_load(j->a + c) + bg_load(j->b + c);
      bg_store(y + c, j->silu ? z * bg_vsigmoid(z) : z);
    }
    for (; c < j->width; c++) {
      const float z = x[c] * j->a[c] + j->b[c];
      y[c] = j->silu ? z / (1 + bg_expf(-z)) : z;
    }
  }
}

/* dz = dy silu'(z), silu'(z) = s (1 + z (1 - s)) with s the sigmoid; its sums and those of dz (x - mean) root. */
static void differentiate_chunks(int begin, int end, void *context) {
  const job *j = context;
  for (int chunk = begin; chunk < end; chunk++) {
    SUM_CHUNK(j, chunk, sum, product,
              {
                const bg_vec x = bg_load(j->x + at);
                bg_vec dz = bg_load(j->dy + (ptrdiff_t)r * j->dy_step + c);
                if (j->silu) {
                  const bg_vec z = x * bg_load(j->a + c) + bg_load(j->b + c);
                  const bg_vec s = bg_vsigmoid(z);
                  dz *= s * (1 + z * (1 - s));
                }
                bg_store(j->y + at, dz);
                sum += dz;
                product += dz * ((x - bg_load(j->mean + c)) * bg_load(j->root + c));
              },
              {
                const float x = j->x[at];
                float dz = j->dy[(ptrdiff_t)r * j->dy_step + c];
                if (j->silu) {
                  const float z = x * j->a[c] + j->b[c];
                  const float s = 1 / (1 + bg_expf(-z));
                  dz *= s * (1 + z * (1 - s));
                }
                j->y[at] = dz;
                sum += dz;
                product += dz * ((x - j->mean[c]) * j->root[c]);
              })
  }
}

static void finish_chunks(int begin, int end, void *context) {
  const job *j = context;
  for (int row = begin * j->chunk; row < bg_min(end * j->chunk, j->rows); row++) {
    const float *x = j->x + (ptrdiff_t)row * j->width;
    float *y = j->y + (ptrdiff_t)row * j->y_step;
    int c = 0;
    for (; c + BG_WIDTH <= j->width; c += BG_WIDTH) {
      bg_store(y + c, bg_load(y + c) * bg_load(j->p + c) + bg_load(x + c) * bg_load(j->q + c) + bg_load(j->r + c));
    }
    for (; c < j->width; c++) y[c] = y[c] * j->p[c] + x[c] * j->q[c] + j->r[c];
  }
}

static job begin_job(int rows, int channels, int groups, int silu, int vectors) {
  job j = {rows, channels, groups, silu};
  j.chunk = bg_max(ROWS, (j.rows + BG_PIECES - 1) / BG_PIECES);
  j.chunks = (j.rows + j.chunk - 1) / j.chunk;
  j.sums = bg_alloc(sizeof(double) * 2 * (size_t)j.chunks * j.channels + sizeof(float) * vectors * (size_t)j.channels);
  return j;
}

static double total(const job *j, int which, int channel) {
  double sum = 0;
  for (int chunk = 0; chunk < j->chunks; chunk++) sum += j->sums[((ptrdiff_t)chunk * 2 + which) * j->channels + channel];
  return sum;
}

BG_KERNEL(group_norm) {
  job j = begin_job(arg->rows, arg->channels, arg->groups, arg->silu, 3);
  if (!j.sums) return;
  float *vectors = (float *)(j.sums + 2 * (size_t)j.chunks * j.channels);
  float *a = vectors, *b = a + j.channels, *shift = b + j.channels;
  const float *scale = arg->scale, *offset = arg->offset;
  const int wide = j.channels / j.groups;
  const int width[2] = {arg->first, arg->channels - arg->first}; /* channels of the first tensor and of the second */
  for (int item = 0; item < arg->batch; item++) {
    job part[2];
    for (int i = 0; i < 2; i++) {
      const int first = i ? width[0] : 0;
      part[i] = j;
      part[i].width = width[i];
      part[i].x = (i ? arg->rest : arg->x) + (ptrdiff_t)item * j.rows * width[i];
      part[i].y = arg->y + (ptrdiff_t)item * j.rows * j.channels + first;
      part[i].y_step = j.channels;
      part[i].a = a + first;
      part[i].b = b + first;
      part[i].shift = shift + first;
      part[i].sums = j.sums + first;
      if (!width[i]) continue;
      /* The first row stands for the mean: a variance is a difference of squares, and needs small ones. */
      memcpy(shift + first, part[i].x, sizeof(float) * width[i]);
      bg_parallel(j.chunks, measure_chunks, &part[i]);
    }
    for (int g = 0; g < j.groups; g++) {
      double mean = 0, square = 0;
      const double count = (double)j.rows * wide;
      for (int c = g * wide; c < (g + 1) * wide; c++) mean += total(&j, 0, c) + j.rows * (double)shift[c];
      mean /= count;
      for (int c = g * wide; c < (g + 1) * wide; c++) {
        const double away = shift[c] - mean;
        square += total(&j, 1, c) + 2 * away * total(&j, 0, c) + j.rows * away * away;
      }
      const double variance = square > 0 ? square / count : square == square ? 0 : square;
      const double root = 1 / __builtin_sqrt(variance + arg->epsilon);
      float *statistics = arg->statistics + ((ptrdiff_t)item * j.groups + g) * 2;
      statistics[0] = (float)mean;
      statistics[1] = (float)root;
      for (int c = g * wide; c < (g + 1) * wide; c++) {
        a[c] = (float)(root * scale[c]);
        b[c] = (float)(offset[c] - mean * root * scale[c]);
      }
    }
    for (int i = 0; i < 2; i++) {
      if (width[i]) bg_parallel(j.chunks, normalize_chunks, &part[i]);
    }
  }
  bg_free(j.sums);
}

BG_KERNEL(group_norm_gradient) {
  job j = begin_job(arg->rows, arg->channels, arg->groups, arg->silu, 7);
  if (!j.sums) return;
  float *vectors = (float *)(j.sums + 2 * (size_t)j.chunks * j.channels);
  float *mean = vectors, *root = mean + j.channels, *a = root + j.channels, *b = a + j.channels;
  float *p = b + j.channels, *q = p + j.channels, *r = q + j.channels;
  const float *scale = arg->scale, *offset = arg->offset;
  float *dscale = arg->dscale, *doffset = arg->doffset;
  const int wide = j.channels / j.groups;
  const int width[2] = {arg->first, arg->channels - arg->first}; /* channels of the first tensor and of the second */
  for (int item = 0; item < arg->batch; item++) {
    const float *statistics = arg->statistics + (ptrdiff_t)item * j.groups * 2;
    for (int c = 0; c < j.channels; c++) {
      mean[c] = statistics[c / wide * 2];
      root[c] = statistics[c / wide * 2 + 1];
      a[c] = root[c] * scale[c];
      b[c] = (float)(offset[c] - (double)mean[c] * root[c] * scale[c]);
    }
    job part[2];
    for (int i = 0; i < 2; i++) {
      const int first = i ? width[0] : 0;
      part[i] = j;
      part[i].width = part[i].y_step = width[i];
      part[i].x = (i ? arg->rest : arg->x) + (ptrdiff_t)item * j.rows * width[i];
      part[i].y = (i ? arg->drest : arg->dx) + (ptrdiff_t)item * j.rows * width[i];
      part[i].dy = arg->dy + (ptrdiff_t)item * j.rows * j.channels + first;
      part[i].dy_step = j.channels;
      part[i].mean = mean + first;
      part[i].root = root + first;
      part[i].a = a + first;
      part[i].b = b + first;
      part[i].p = p + first;
      part[i].q = q + first;
      part[i].r = r + first;
      part[i].sums = j.sums + first;
      if (width[i]) bg_parallel(j.chunks, differentiate_chunks, &part[i]);
    }
    for (int g = 0; g < j.groups; g++) {
      double sum = 0, product = 0;
      for (int c = g * wide; c < (g + 1) * wide; c++) {
        const double offsets = total(&j, 0, c), scales = total(&j, 1, c);
        doffset[c] = (float)(item ? doffset[c] + offsets : offsets);
        dscale[c] = (float)(item ? dscale[c] + scales : scales);
        sum += offsets * scale[c];
        product += scales * scale[c];
      }
      const double count = (double)j.rows * wide;
      for (int c = g * wide; c < (g + 1) * wide; c++) {
        const double steep = (double)root[c] * root[c] * product / count;
        p[c] = root[c] * scale[c];
        q[c] = (float)-steep;
        r[c] = (float)(mean[c] * steep - root[c] * sum / count);
      }
    }
    for (int i = 0; i < 2; i++) {
      if (width[i]) bg_parallel(j.chunks, finish_chunks, &part[i]);
    }
  }
  bg_free(j.sums);
}
