/*
 * Noise seen through the highest band of a Haar transform: the mixed difference of 2 x 2 x 2 voxels, which smooth
 * anatomy and edges along an axis leave at zero. Over each cell of a coarse grid the median of its absolute value, as
 * Donoho & Johnstone (1994) take it, gives a deviation that the remaining structure hardly moves.
 */
#include "bg.h"

typedef struct {
  const float *image;
  const uint8_t *mask;
  float *medians, *counts;
  int nx, ny, nz, mx, my, first, step, half;
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

static int collect(const noise *job, int cx, int cy, int cz, float *values) {
  const int x0 = bg_max(cx - job->half, 0), x1 = bg_min(cx + job->half, job->nx - 1);
  const int y0 = bg_max(cy - job->half, 0), y1 = bg_min(cy + job->half, job->ny - 1);
  const int z0 = bg_max(cz - job->half, 0), z1 = bg_min(cz + job->half, job->nz - 1);
  const size_t right = 1, up = job->nx, front = (size_t)job->nx * job->ny;
  int count = 0;
  for (int z = z0; z < z1; z++) {
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        const size_t i = (size_t)z * front + (size_t)y * up + x;
        if (!job->mask[i]) continue;
        const float *v = job->image + i;
        const float near = (v[0] - v[right]) - (v[up] - v[up + right]);
        const float far = (v[front] - v[front + right]) - (v[front + up] - v[front + up + right]);
        const float difference = near - far;
        values[count++] = difference < 0 ? -difference : difference;
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
    const int count = collect(job, cx, cy, cz, values);
    /* 0.6745: the median of a standard normal's absolute value; sqrt(8): the gain of the difference. */
    job->medians[cell] = count ? select_smallest(values, count, count / 2) / (0.67448975f * 2.8284271f) : 0;
    job->counts[cell] = (float)count;
  }
  bg_free(values);
}

/*
 * buffers: image, mask (bytes; nonzero where the 2 x 2 x 2 block with its origin there counts), medians and counts
 * (mx * my * mz cells, centred at multiples of `step`). numbers: nx, ny, nz, mx, my, first and last cell plane along z
 * (last excluded), step, half the cell's side, all in voxels.
 */
BG_KERNEL(local_noise) {
  noise job = {buffers[0], buffers[1], buffers[2], buffers[3], (int)numbers[0], (int)numbers[1], (int)numbers[2],
               (int)numbers[3], (int)numbers[4], (int)numbers[5], (int)numbers[7], (int)numbers[8]};
  bg_parallel(((int)numbers[6] - job.first) * job.mx * job.my, measure_cells, &job);
}
