/*
 * Noise seen through the highest coefficient of a 4 x 4 x 4 DCT, to which anatomy contributes least, where the first
 * coefficients say that the image is flat.
 */
#include "bg.h"

enum { SIDE = 4 };

/* Rows of the orthonormal DCT-II of four values: mean, slope and highest frequency. */
static const float FLAT[SIDE] = {0.5f, 0.5f, 0.5f, 0.5f};
static const float SLOPE[SIDE] = {0.65328148f, 0.27059805f, -0.27059805f, -0.65328148f};
static const float HIGH[SIDE] = {0.27059805f, -0.65328148f, 0.65328148f, -0.27059805f};

typedef struct {
  const float *image;
  float *band, *slope;
  int nx, ny, nz, first;
} bands;

static void band_rows(int begin, int end, void *context) {
  const bands *job = context;
  const int nx = job->nx, rows = job->ny - SIDE + 1;
  float *scratch = bg_alloc(sizeof(float) * 4 * nx);
  if (!scratch) return;
  float *high = scratch, *flat = high + nx, *slopeY = flat + nx, *slopeZ = slopeY + nx;
  for (int item = begin; item < end; item++) {
    const int y = item % rows, z = job->first + item / rows;
    memset(scratch, 0, sizeof(float) * 4 * nx);
    for (int k = 0; k < SIDE * SIDE; k++) {
      const int j = k % SIDE, i = k / SIDE;
      const float *row = job->image + ((size_t)(z + i) * job->ny + y + j) * nx;
      const float h = HIGH[j] * HIGH[i], f = FLAT[j] * FLAT[i], u = SLOPE[j] * FLAT[i], v = FLAT[j] * SLOPE[i];
      for (int x = 0; x < nx; x++) {
        high[x] += h * row[x];
        flat[x] += f * row[x];
        slopeY[x] += u * row[x];
        slopeZ[x] += v * row[x];
      }
    }
    const size_t to = ((size_t)z * job->ny + y) * nx;
    for (int x = 0; x + SIDE <= nx; x++) {
      float h = 0, a = 0, b = 0, c = 0;
      for (int k = 0; k < SIDE; k++) {
        h += HIGH[k] * high[x + k];
        a += SLOPE[k] * flat[x + k];
        b += FLAT[k] * slopeY[x + k];
        c += FLAT[k] * slopeZ[x + k];
      }
      job->band[to + x] = h < 0 ? -h : h;
      job->slope[to + x] = a * a + b * b + c * c;
    }
  }
  bg_free(scratch);
}

BG_KERNEL(noise_band) {
  bands job = {arg->image, arg->band, arg->slope, arg->shape[0], arg->shape[1], arg->shape[2], arg->first};
  bg_parallel((arg->last - job.first) * (job.ny - SIDE + 1), band_rows, &job);
}

typedef struct {
  const float *band, *slope;
  const uint8_t *mask;
  float *medians, *counts;
  int nx, ny, nz, mx, my, first, step, half;
  float flattest;
} noise;

/* The k-th smallest of `values`, which is reordered (Hoare 1961). */
static float select_smallest(float *values, int count, int k) {
  int low = 0, high = count - 1;
  while (low < high) {
    const float pivot = values[(low + high) / 2];
    int i = low, j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const float other = values[i];
        values[i++] = values[j];
        values[j--] = other;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k];
}

/* Gathers `from` where the mask is set and, with a limit, the slope is at most that. */
static int collect(const noise *job, int cx, int cy, int cz, const float *from, const float *limit, float *values) {
  const int x0 = bg_max(cx - job->half, 0), x1 = bg_min(cx + job->half, job->nx);
  const int y0 = bg_max(cy - job->half, 0), y1 = bg_min(cy + job->half, job->ny);
  const int z0 = bg_max(cz - job->half, 0), z1 = bg_min(cz + job->half, job->nz);
  int count = 0;
  for (int z = z0; z < z1; z++) {
    for (int y = y0; y < y1; y++) {
      const size_t line = ((size_t)z * job->ny + y) * job->nx;
      for (int x = x0; x < x1; x++) {
        if (job->mask[line + x] && (!limit || job->slope[line + x] <= *limit)) values[count++] = from[line + x];
      }
    }
  }
  return count;
}

static void measure_cells(int begin, int end, void *context) {
  const noise *job = context;
  const size_t side = 2 * job->half;
  float *values = bg_alloc(sizeof(float) * side * side * side);
  if (!values) return;
  const int plane = job->mx * job->my;
  for (int item = begin; item < end; item++) {
    const int cell = job->first * plane + item;
    const int cx = cell % job->mx * job->step, cy = cell / job->mx % job->my * job->step, cz = cell / plane * job->step;
    int count = collect(job, cx, cy, cz, job->slope, NULL, values);
    job->medians[cell] = job->counts[cell] = 0;
    if (!count) continue;
    const float limit = select_smallest(values, count, (int)((float)(count - 1) * job->flattest));
    count = collect(job, cx, cy, cz, job->band, &limit, values);
    if (!count) continue; /* slopes that are no numbers */
    /* 0.6745: the median of a standard normal's absolute value (Donoho & Johnstone 1994). */
    job->medians[cell] = select_smallest(values, count, count / 2) / 0.67448975f;
    job->counts[cell] = (float)count;
  }
  bg_free(values);
}

BG_KERNEL(local_noise) {
  noise job = {arg->band, arg->slope, arg->mask, arg->medians, arg->counts,
               arg->shape[0], arg->shape[1], arg->shape[2], arg->cells[0], arg->cells[1], arg->first,
               arg->step, arg->half, (float)arg->flattest};
  bg_parallel((arg->last - job.first) * job.mx * job.my, measure_cells, &job);
}
