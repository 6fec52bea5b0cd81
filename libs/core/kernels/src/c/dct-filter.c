/*
 * Overcomplete 4 x 4 x 4 DCT filtering: every block of the image, at every position, is transformed, its coefficients
 * are shrunk, and the estimates that the 64 blocks over a voxel give it are averaged (Manjon et al. 2012, section 2.1;
 * Guleryuz 2007). Two kinds of shrinkage: hard thresholding, or Wiener's against a pilot image.
 *
 * All blocks of one (y, z) row overlap along x, so the transform along y and z is done once a column and shared, both
 * ways; the transform along x runs on BG_WIDTH blocks at once.
 */
#include "bg.h"

enum { SIDE = 4, COLUMN = SIDE * SIDE, BLOCK = SIDE * COLUMN, STRIP = 8 };

typedef struct {
  const float *image, *pilot, *sigma, *levels;
  float *sum, *weight;
  int nx, ny, nz, first, last;
  float threshold;
  int parity; /* strips of even or of odd index: strips of one parity write to different voxels */
} filter;

/* sqrt(1/2) cos(pi / 8) and sqrt(1/2) sin(pi / 8). */
#define COS 0.65328148243818826f
#define SIN 0.27059805007309849f

/* The orthonormal DCT-II of four values, `step` apart. */
BG_INLINE void forward(bg_vec *a, int step) {
  const bg_vec outer = a[0] + a[3 * step], inner = a[step] + a[2 * step];
  const bg_vec outerSlope = a[0] - a[3 * step], innerSlope = a[step] - a[2 * step];
  a[0] = 0.5f * (outer + inner);
  a[step] = COS * outerSlope + SIN * innerSlope;
  a[2 * step] = 0.5f * (outer - inner);
  a[3 * step] = SIN * outerSlope - COS * innerSlope;
}

BG_INLINE void inverse(bg_vec *a, int step) {
  const bg_vec outer = 0.5f * (a[0] + a[2 * step]), inner = 0.5f * (a[0] - a[2 * step]);
  const bg_vec outerSlope = COS * a[step] + SIN * a[3 * step], innerSlope = SIN * a[step] - COS * a[3 * step];
  a[0] = outer + outerSlope;
  a[step] = inner + innerSlope;
  a[2 * step] = inner - innerSlope;
  a[3 * step] = outer - outerSlope;
}

/* Rows of the blocks at (y, z), transformed along y and z: columns[16][width]. */
static void transform_columns(const filter *job, const float *image, int y, int z, float *columns, int width) {
  for (int k = 0; k < COLUMN; k++) {
    const size_t row = ((size_t)(z + k / SIDE) * job->ny + y + k % SIDE) * job->nx;
    memcpy(columns + (size_t)k * width, image + row, sizeof(float) * job->nx);
    memset(columns + (size_t)k * width + job->nx, 0, sizeof(float) * (width - job->nx));
  }
  for (int x = 0; x < job->nx; x += BG_WIDTH) {
    bg_vec a[COLUMN];
    for (int k = 0; k < COLUMN; k++) a[k] = bg_load(columns + (size_t)k * width + x);
    for (int k = 0; k < COLUMN; k += SIDE) forward(a + k, 1);
    for (int k = 0; k < SIDE; k++) forward(a + k, SIDE);
    for (int k = 0; k < COLUMN; k++) bg_store(columns + (size_t)k * width + x, a[k]);
  }
}

static void restore_columns(const filter *job, float *columns, int width) {
  for (int x = 0; x < job->nx; x += BG_WIDTH) {
    bg_vec a[COLUMN];
    for (int k = 0; k < COLUMN; k++) a[k] = bg_load(columns + (size_t)k * width + x);
    for (int k = 0; k < SIDE; k++) inverse(a + k, SIDE);
    for (int k = 0; k < COLUMN; k += SIDE) inverse(a + k, 1);
    for (int k = 0; k < COLUMN; k++) bg_store(columns + (size_t)k * width + x, a[k]);
  }
}

/* Shrinks the BG_WIDTH blocks that start at x and adds their weighted estimates. The block's mean is never shrunk. */
BG_INLINE void filter_blocks(const filter *job, int x, const float *columns, const float *pilots, bg_vec sigma,
                             float *estimates, float *weights, int width) {
  bg_vec c[BLOCK], kept = bg_splat(0);
  for (int k = 0; k < COLUMN; k++) {
    bg_vec *q = c + k * SIDE;
    for (int j = 0; j < SIDE; j++) q[j] = bg_load(columns + (size_t)k * width + x + j);
    forward(q, 1);
    bg_vec p[SIDE];
    if (pilots) {
      for (int j = 0; j < SIDE; j++) p[j] = bg_load(pilots + (size_t)k * width + x + j);
      forward(p, 1);
    }
    for (int j = 0; j < SIDE; j++) {
      if (k + j == 0) {
        kept += 1;
        continue;
      }
      const bg_vec limit = sigma * (job->threshold * job->levels[k * SIDE + j]), limit2 = limit * limit;
      if (pilots) {
        const bg_vec power = p[j] * p[j], gain = power / (power + limit2 + 1e-30f);
        q[j] *= gain;
        kept += gain * gain;
      } else {
        const bg_ivec keep = q[j] * q[j] >= limit2;
        q[j] = (bg_vec)((bg_ivec)q[j] & keep);
        kept += (bg_vec)((bg_ivec)bg_splat(1) & keep);
      }
    }
  }
  /* Sparse blocks are the more certain ones: their estimate's variance grows with what was kept. */
  bg_vec weight = 1 / kept;
  for (int i = 0; i < BG_WIDTH; i++) {
    if (x + i + SIDE > job->nx) weight[i] = 0;
  }
  for (int k = 0; k < COLUMN; k++) {
    bg_vec q[SIDE];
    for (int j = 0; j < SIDE; j++) q[j] = c[k * SIDE + j] * weight;
    inverse(q, 1);
    for (int j = 0; j < SIDE; j++) {
      float *to = estimates + (size_t)k * width + x + j;
      bg_store(to, bg_load(to) + q[j]);
    }
  }
  for (int j = 0; j < SIDE; j++) bg_store(weights + x + j, bg_load(weights + x + j) + weight);
}

static void filter_rows(const filter *job, int y, int z, float *columns, float *pilots, float *estimates, int width) {
  float *weights = estimates + COLUMN * (size_t)width;
  float *sigma = weights + width;
  memset(estimates, 0, sizeof(float) * (COLUMN + 2) * width);
  memcpy(sigma, job->sigma + ((size_t)(z + 1) * job->ny + y + 1) * job->nx, sizeof(float) * job->nx);
  transform_columns(job, job->image, y, z, columns, width);
  if (pilots) transform_columns(job, job->pilot, y, z, pilots, width);
  for (int x = 0; x + SIDE <= job->nx; x += BG_WIDTH) {
    filter_blocks(job, x, columns, pilots, bg_load(sigma + x + 1), estimates, weights, width);
  }
  restore_columns(job, estimates, width);
  for (int k = 0; k < COLUMN; k++) {
    const size_t row = ((size_t)(z + k / SIDE) * job->ny + y + k % SIDE) * job->nx;
    float *sum = job->sum + row, *weight = job->weight + row;
    const float *estimate = estimates + (size_t)k * width;
    for (int x = 0; x < job->nx; x++) {
      sum[x] += estimate[x];
      weight[x] += weights[x];
    }
  }
}

static void filter_strips(int begin, int end, void *context) {
  const filter *job = context;
  const int width = (job->nx + 3 * BG_WIDTH) & ~(BG_WIDTH - 1);
  const size_t size = sizeof(float) * width;
  float *scratch = bg_alloc(size * (3 * COLUMN + 2));
  if (!scratch) return;
  float *columns = scratch, *pilots = scratch + COLUMN * (size_t)width, *estimates = pilots + COLUMN * (size_t)width;
  for (int strip = begin; strip < end; strip++) {
    const int firstRow = (2 * strip + job->parity) * STRIP;
    const int lastRow = bg_min(firstRow + STRIP, job->ny - SIDE + 1);
    for (int z = job->first; z < job->last; z++) {
      for (int y = firstRow; y < lastRow; y++) {
        filter_rows(job, y, z, columns, job->pilot ? pilots : NULL, estimates, width);
      }
    }
  }
  bg_free(scratch);
}

BG_KERNEL(dct_filter) {
  filter job = {arg->image, arg->pilot, arg->sigma, arg->levels, arg->sum, arg->weight,
                arg->shape[0], arg->shape[1], arg->shape[2], arg->first, arg->last, (float)arg->threshold, 0};
  const int strips = (job.ny - SIDE + STRIP) / STRIP;
  for (job.parity = 0; job.parity < 2; job.parity++) {
    bg_parallel((strips + 1 - job.parity) / 2, filter_strips, &job);
  }
}
