/*
 * Adaptive blockwise non-local means (Manjon et al. 2010): the distance of two patches is taken on the residual of the
 * local mean, the bandwidth of each patch is the least distance in its search window, and every patch is estimated as
 * a whole, so that a voxel is the average of 27 estimates.
 */
#include "bg.h"

enum { PATCH = 27, STRIP = 8 };

typedef struct {
  const float *image, *mean, *variance;
  float *sum, *weight, *noise;
  int nx, ny, nz, first, last, radius, squared, parity;
} means;

enum { IMAGE, RESIDUAL, MEAN, VARIANCE, FIELDS };

/* Copies what a strip looks at; the margins mirror nothing and count for nothing: their variance is negative. */
static void copy_window(const means *job, int y, int z, float *window, int width) {
  const int margin = job->radius + 1, height = STRIP + 2 * margin;
  const size_t size = (size_t)(2 * margin + 1) * height * width;
  for (int dz = 0; dz <= 2 * margin; dz++) {
    for (int dy = 0; dy < height; dy++) {
      float *to = window + ((size_t)dz * height + dy) * width;
      const int sy = y - margin + dy, sz = z - margin + dz;
      const int inside = sy >= 0 && sy < job->ny && sz >= 0 && sz < job->nz;
      /* Patches reach one voxel over the border of the image: there they see its nearest voxels. */
      const int ny = bg_max(0, bg_min(sy, job->ny - 1)), nz = bg_max(0, bg_min(sz, job->nz - 1));
      const size_t from = ((size_t)nz * job->ny + ny) * job->nx;
      for (int x = 0; x < width; x++) {
        const int sx = x - margin, nx = bg_max(0, bg_min(sx, job->nx - 1));
        const float value = job->image[from + nx], mean = job->mean[from + nx];
        to[x + IMAGE * size] = job->squared ? value * value : value;
        to[x + RESIDUAL * size] = value - mean;
        to[x + MEAN * size] = mean;
        to[x + VARIANCE * size] = inside && sx == nx ? job->variance[from + nx] : -1;
      }
    }
  }
}

BG_INLINE bg_vec choose(bg_ivec condition, bg_vec yes, bg_vec no) {
  return (bg_vec)(((bg_ivec)yes & condition) | ((bg_ivec)no & ~condition));
}

/* Estimates the patches centred on BG_WIDTH voxels at `centre` of the window. */
BG_INLINE void estimate_patches(const means *job, const float *window, size_t centre, int width, size_t size,
                                float *distances, bg_vec *estimate, bg_vec *noise) {
  const int r = job->radius, height = STRIP + 2 * (r + 1);
  const float *residual = window + RESIDUAL * size, *mean = window + MEAN * size, *variance = window + VARIANCE * size;
  ptrdiff_t patch[PATCH];
  bg_vec own[PATCH];
  for (int k = 0; k < PATCH; k++) {
    patch[k] = ((ptrdiff_t)(k / 9 - 1) * height + k / 3 % 3 - 1) * width + k % 3 - 1;
    own[k] = bg_load(residual + centre + patch[k]);
  }
  const bg_vec meanHere = bg_load(mean + centre), varianceHere = bg_load(variance + centre);
  const bg_vec huge = bg_splat(3e38f);
  bg_vec least = huge;
  int n = 0;
  for (int dz = -r; dz <= r; dz++) {
    for (int dy = -r; dy <= r; dy++) {
      for (int dx = -r; dx <= r; dx++) {
        if (!dx && !dy && !dz) continue;
        const size_t there = centre + ((ptrdiff_t)dz * height + dy) * (ptrdiff_t)width + dx;
        bg_vec distance = bg_splat(0);
        for (int k = 0; k < PATCH; k++) {
          const bg_vec d = own[k] - bg_load(residual + there + patch[k]);
          distance += d * d;
        }
        distance *= 1.0f / PATCH;
        const bg_vec m = bg_load(mean + there), v = bg_load(variance + there);
        const bg_ivec inside = v >= 0;
        least = choose(inside & (distance < least), distance, least);
        /* Alike in mean within 5 % and in variance within a factor of 2 (Coupe 2008, equation 8). */
        const bg_ivec alike = inside & (m >= 0.95f * meanHere) & (0.95f * m <= meanHere) &
                              (v >= 0.5f * varianceHere) & (0.5f * v <= varianceHere);
        bg_store(distances + n++ * BG_WIDTH, choose(alike, distance, huge));
      }
    }
  }
  least = choose(least < huge, least, bg_splat(0));
  *noise = least;
  const bg_vec scale = -1 / (least + 1e-12f);
  bg_vec total = bg_splat(0), heaviest = bg_splat(0);
  for (int k = 0; k < PATCH; k++) estimate[k] = bg_splat(0);
  n = 0;
  for (int dz = -r; dz <= r; dz++) {
    for (int dy = -r; dy <= r; dy++) {
      for (int dx = -r; dx <= r; dx++) {
        if (!dx && !dy && !dz) continue;
        const bg_vec distance = bg_load(distances + n++ * BG_WIDTH);
        const bg_ivec near = distance <= 3 * least;
        const bg_vec weight = (bg_vec)((bg_ivec)bg_vexp(distance * scale) & near);
        const size_t there = centre + ((ptrdiff_t)dz * height + dy) * (ptrdiff_t)width + dx;
        for (int k = 0; k < PATCH; k++) estimate[k] += weight * bg_load(window + there + patch[k]);
        total += weight;
        heaviest = choose(weight > heaviest, weight, heaviest);
      }
    }
  }
  /* The patch itself counts as much as the one most like it; alone, it stays as it is. */
  heaviest = choose(heaviest > 0, heaviest, bg_splat(1));
  const bg_vec scaleTotal = 1 / (total + heaviest);
  for (int k = 0; k < PATCH; k++) {
    estimate[k] = (estimate[k] + heaviest * bg_load(window + centre + patch[k])) * scaleTotal;
  }
}

static void average_rows(const means *job, int y, int z, const float *window, int row, int width, float *distances,
                         float *rows) {
  const int margin = job->radius + 1, height = STRIP + 2 * margin;
  const size_t size = (size_t)(2 * margin + 1) * height * width;
  memset(rows, 0, sizeof(float) * 9 * width);
  for (int x = 0; x < job->nx; x += BG_WIDTH) {
    bg_vec estimate[PATCH], noise;
    const size_t centre = ((size_t)margin * height + margin + row) * width + margin + x;
    estimate_patches(job, window, centre, width, size, distances, estimate, &noise);
    const int count = bg_min(BG_WIDTH, job->nx - x);
    for (int i = 0; i < count; i++) job->noise[((size_t)z * job->ny + y) * job->nx + x + i] = noise[i];
    bg_vec counts = bg_splat(1);
    for (int i = count; i < BG_WIDTH; i++) counts[i] = 0;
    for (int k = 0; k < PATCH; k++) {
      float *to = rows + (size_t)(k / 3) * width + x + k % 3;
      bg_store(to, bg_load(to) + estimate[k] * counts);
    }
  }
  for (int k = 0; k < 9; k++) {
    const int ty = y + k % 3 - 1, tz = z + k / 3 - 1;
    if (ty < 0 || ty >= job->ny || tz < 0 || tz >= job->nz) continue;
    float *sum = job->sum + ((size_t)tz * job->ny + ty) * job->nx;
    float *weight = job->weight + ((size_t)tz * job->ny + ty) * job->nx;
    const float *from = rows + (size_t)k * width + 1;
    for (int x = 0; x < job->nx; x++) {
      sum[x] += from[x];
      weight[x] += (float)(bg_min(x + 1, job->nx - 1) - bg_max(x - 1, 0) + 1);
    }
  }
}

static void average_strips(int begin, int end, void *context) {
  const means *job = context;
  const int margin = job->radius + 1, width = (job->nx + 2 * margin + 2 * BG_WIDTH) & ~(BG_WIDTH - 1);
  const size_t size = (size_t)(2 * margin + 1) * (STRIP + 2 * margin) * width;
  const size_t offsets = (size_t)(2 * margin + 1) * (2 * margin + 1) * (2 * margin + 1) * BG_WIDTH;
  float *scratch = bg_alloc(sizeof(float) * (FIELDS * size + offsets + 9 * (size_t)width));
  if (!scratch) return;
  float *distances = scratch + FIELDS * size, *rows = distances + offsets;
  for (int strip = begin; strip < end; strip++) {
    const int y = (2 * strip + job->parity) * STRIP, count = bg_min(STRIP, job->ny - y);
    for (int z = job->first; z < job->last; z++) {
      copy_window(job, y, z, scratch, width);
      for (int row = 0; row < count; row++) average_rows(job, y + row, z, scratch, row, width, distances, rows);
    }
  }
  bg_free(scratch);
}

BG_KERNEL(adaptive_means) {
  means job = {arg->image, arg->mean, arg->variance, arg->sum, arg->weight, arg->noise,
               arg->shape[0], arg->shape[1], arg->shape[2], arg->first, arg->last, arg->searchRadius, arg->squared, 0};
  const int strips = (job.ny + STRIP - 1) / STRIP;
  for (job.parity = 0; job.parity < 2; job.parity++) {
    bg_parallel((strips + 1 - job.parity) / 2, average_strips, &job);
  }
}
