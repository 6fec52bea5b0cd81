/* Mean and variance of each voxel's 3 x 3 x 3 neighbourhood, cut off at the border. */
#include "bg.h"

typedef struct {
  const float *image;
  float *mean, *variance;
  int nx, ny, nz, first;
} moments;

/* Sums over y and z first, which rows share, then over x. */
static void moments_of_rows(int begin, int end, void *context) {
  const moments *job = context;
  const int nx = job->nx;
  float *sum = bg_alloc(sizeof(float) * nx);
  if (!sum) return;
  for (int item = begin; item < end; item++) {
    const int y = item % job->ny, z = job->first + item / job->ny;
    const size_t line = ((size_t)z * job->ny + y) * nx;
    const int y0 = bg_max(y - 1, 0), y1 = bg_min(y + 1, job->ny - 1);
    const int z0 = bg_max(z - 1, 0), z1 = bg_min(z + 1, job->nz - 1);
    const int rows = (y1 - y0 + 1) * (z1 - z0 + 1);
    memset(sum, 0, sizeof(float) * nx);
    for (int v = z0; v <= z1; v++) {
      for (int u = y0; u <= y1; u++) {
        const float *row = job->image + ((size_t)v * job->ny + u) * nx;
        for (int x = 0; x < nx; x++) sum[x] += row[x];
      }
    }
    float *mean = job->mean + line;
    for (int x = 0; x < nx; x++) {
      const int a = bg_max(x - 1, 0), b = bg_min(x + 1, nx - 1);
      float total = 0;
      for (int i = a; i <= b; i++) total += sum[i];
      mean[x] = total / (float)(rows * (b - a + 1));
    }
    if (!job->variance) continue;
    for (int x = 0; x < nx; x++) {
      const int a = bg_max(x - 1, 0), b = bg_min(x + 1, nx - 1);
      float total = 0;
      for (int v = z0; v <= z1; v++) {
        for (int u = y0; u <= y1; u++) {
          const float *row = job->image + ((size_t)v * job->ny + u) * nx;
          for (int i = a; i <= b; i++) total += (row[i] - mean[x]) * (row[i] - mean[x]);
        }
      }
      job->variance[line + x] = total / (float)bg_max(rows * (b - a + 1) - 1, 1);
    }
  }
  bg_free(sum);
}

BG_KERNEL(local_moments) {
  moments job = {arg->image, arg->mean, arg->variance, arg->shape[0], arg->shape[1], arg->shape[2], arg->first};
  bg_parallel((arg->last - job.first) * job.ny, moments_of_rows, &job);
}
