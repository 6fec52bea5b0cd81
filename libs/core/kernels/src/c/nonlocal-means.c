/*
 * Non-local means on a prefiltered guide (PRI-NLM, Manjon et al. 2012, equation 5): two voxels are alike where the
 * guide and its mean over 3 x 3 x 3 voxels are alike, which does not depend on how a structure is turned and costs two
 * differences a pair instead of a patch. For Rician noise the mean is of squares (Wiest-Daessle et al. 2008).
 */
#include "bg.h"

enum { ROWS = 8 };

typedef struct {
  const float *image, *guide, *mean, *sigma;
  float *output;
  int nx, ny, nz, first, last, radius, squared, strips;
  float bandwidth, meanWeight;
} means;

/* Copies the rows a strip looks at, with margins whose guide is so far from all others that their weight is 0. */
static void copy_window(const means *job, int y, int z, float *guide, float *mean, float *value, int width) {
  const int r = job->radius, height = ROWS + 2 * r;
  for (int dz = 0; dz <= 2 * r; dz++) {
    for (int dy = 0; dy < height; dy++) {
      const size_t to = ((size_t)dz * height + dy) * width;
      const int sy = y - r + dy, sz = z - r + dz;
      for (int x = 0; x < width; x++) {
        guide[to + x] = 1e18f;
        mean[to + x] = value[to + x] = 0;
      }
      if (sy < 0 || sy >= job->ny || sz < 0 || sz >= job->nz) continue;
      const size_t from = ((size_t)sz * job->ny + sy) * job->nx;
      memcpy(guide + to + r, job->guide + from, sizeof(float) * job->nx);
      memcpy(mean + to + r, job->mean + from, sizeof(float) * job->nx);
      for (int x = 0; x < job->nx; x++) {
        const float v = job->image[from + x];
        value[to + r + x] = job->squared ? v * v : v;
      }
    }
  }
}

static void average_strip(const means *job, int y, int z, float *scratch, int width) {
  const int r = job->radius, height = ROWS + 2 * r;
  const size_t size = (size_t)(2 * r + 1) * height * width;
  float *guide = scratch, *mean = scratch + size, *value = mean + size;
  copy_window(job, y, z, guide, mean, value, width);
  const int rows = bg_min(ROWS, job->ny - y);
  for (int row = 0; row < rows; row++) {
    const size_t line = ((size_t)z * job->ny + y + row) * job->nx;
    for (int x = 0; x < job->nx; x += BG_WIDTH) {
      const size_t centre = ((size_t)r * height + r + row) * width + r + x;
      const int count = bg_min(BG_WIDTH, job->nx - x);
      bg_vec sigma = bg_splat(1);
      for (int i = 0; i < count; i++) sigma[i] = job->sigma[line + x + i];
      /* exp(-d / (2 h^2)) with h = bandwidth * sigma; where there is no noise only equals are averaged. */
      const bg_vec scale = -0.5f / (job->bandwidth * job->bandwidth * sigma * sigma + 1e-12f);
      const bg_vec guideHere = bg_load(guide + centre), meanHere = bg_load(mean + centre);
      bg_vec sum = bg_splat(0), total = bg_splat(0);
      for (int dz = -r; dz <= r; dz++) {
        for (int dy = -r; dy <= r; dy++) {
          const size_t at = centre + ((ptrdiff_t)dz * height + dy) * (ptrdiff_t)width;
          for (int dx = -r; dx <= r; dx++) {
            const bg_vec a = guideHere - bg_load(guide + at + dx), b = meanHere - bg_load(mean + at + dx);
            const bg_vec weight = bg_vexp((a * a + job->meanWeight * b * b) * scale);
            sum += weight * bg_load(value + at + dx);
            total += weight;
          }
        }
      }
      const bg_vec result = sum / total;
      for (int i = 0; i < count; i++) job->output[line + x + i] = result[i];
    }
  }
}

static void average_strips(int begin, int end, void *context) {
  const means *job = context;
  const int r = job->radius, width = (job->nx + 2 * r + 2 * BG_WIDTH) & ~(BG_WIDTH - 1);
  float *scratch = bg_alloc(sizeof(float) * 3 * (2 * r + 1) * (ROWS + 2 * r) * (size_t)width);
  if (!scratch) return;
  for (int item = begin; item < end; item++) {
    average_strip(job, item % job->strips * ROWS, job->first + item / job->strips, scratch, width);
  }
  bg_free(scratch);
}

BG_KERNEL(guided_means) {
  means job = {arg->image, arg->guide, arg->mean, arg->sigma, arg->output,
               arg->shape[0], arg->shape[1], arg->shape[2], arg->first, arg->last, arg->searchRadius, arg->squared, 0,
               (float)arg->bandwidth, (float)arg->meanWeight};
  job.strips = (job.ny + ROWS - 1) / ROWS;
  bg_parallel((job.last - job.first) * job.strips, average_strips, &job);
}
