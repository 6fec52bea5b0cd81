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

/*
 * buffers: image, band and slope (written at the origins of blocks: the highest coefficient's magnitude, and the
 * squared length of the three first ones). numbers: nx, ny, nz, first and last z (last excluded, at most nz - 3).
 */
BG_KERNEL(noise_band) {
  bands job = {buffers[0], buffers[1], buffers[2], (int)numbers[0], (int)numbers[1], (int)numbers[2],
               (int)numbers[3]};
  bg_parallel(((int)numbers[4] - job.first) * (job.ny - SIDE + 1), band_rows, &job);
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
    /* 0.6745: the median of a standard normal's absolute value (Donoho & Johnstone 1994). */
    job->medians[cell] = select_smallest(values, count, count / 2) / 0.67448975f;
    job->counts[cell] = (float)count;
  }
  bg_free(values);
}

/*
 * buffers: band and slope (of noise_band), mask (bytes; nonzero at the origins of blocks that count), medians and
 * counts (mx * my * mz cells, centred at multiples of `step`). numbers: nx, ny, nz, mx, my, first and last cell plane
 * along z (last excluded), step, half the cell's side, all in voxels, and the share of a cell's blocks, the flattest,
 * that is used.
 */
BG_KERNEL(local_noise) {
  noise job = {buffers[0], buffers[1], buffers[2], buffers[3], buffers[4], (int)numbers[0], (int)numbers[1],
               (int)numbers[2], (int)numbers[3], (int)numbers[4], (int)numbers[5], (int)numbers[7], (int)numbers[8],
               (float)numbers[9]};
  bg_parallel(((int)numbers[6] - job.first) * job.mx * job.my, measure_cells, &job);
}
