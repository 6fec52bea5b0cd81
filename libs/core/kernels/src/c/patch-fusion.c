/*
 * Label fusion by patches (Coupe et al. 2011; BEaST, Eskildsen et al. 2012): what a voxel is, is said by those voxels
 * of labelled images whose surroundings look like its own. All places within reach in all images have a vote, of
 * weight exp(-d / h^2): d is the mean squared difference of the two patches, and h^2 hangs on the least d found, so
 * that a voxel with a good match listens to few and one without to many.
 */
#include "bg.h"

typedef struct {
  const float *image, *library, *labels;
  const int32_t *places;
  float *fused, *nearest;
  int nx, ny, nz, entries, patch, search;
  float bandwidth, floor;
} fusion;

/* Patches' mean squared differences at BG_WIDTH places that follow each other along x, the first one at `from`. */
BG_INLINE bg_vec differences(const fusion *job, const float *patch, const float *from) {
  const int p = job->patch, side = 2 * p + 1;
  const ptrdiff_t row = job->nx, plane = row * job->ny;
  bg_vec even = bg_splat(0), odd = bg_splat(0);
  for (int c = -p; c <= p; c++) {
    for (int b = -p; b <= p; b++) {
      const float *line = from + c * plane + b * row - p;
      for (int a = 0; a < side - 1; a += 2, patch += 2) {
        const bg_vec first = bg_load(line + a) - patch[0], second = bg_load(line + a + 1) - patch[1];
        even += first * first;
        odd += second * second;
      }
      const bg_vec last = bg_load(line + side - 1) - *patch++;
      even += last * last;
    }
  }
  return (even + odd) * (1.0f / (side * side * side));
}

/* The start of each run of places that is compared: -search .. search along z, y and, BG_WIDTH at a time, x. */
#define FOR_ALL_RUNS(job, at)                                                               \
  for (int e = 0; e < (job)->entries; e++)                                                  \
    for (int dz = -(job)->search; dz <= (job)->search; dz++)                                \
      for (int dy = -(job)->search; dy <= (job)->search; dy++)                              \
        for (int dx = -(job)->search; dx <= (job)->search; dx += BG_WIDTH)                  \
          for (ptrdiff_t at = place + dx + (ptrdiff_t)(job)->nx *                           \
                                  (dy + (ptrdiff_t)(job)->ny * (dz + (ptrdiff_t)e * (job)->nz)), \
                         once = 1; once; once = 0)

static void fuse_place(const fusion *job, int item, float *patch, float *found) {
  const int p = job->patch, place = job->places[item];
  const ptrdiff_t row = job->nx, plane = row * job->ny;
  int count = 0;
  for (int c = -p; c <= p; c++) {
    for (int b = -p; b <= p; b++) {
      for (int a = -p; a <= p; a++) patch[count++] = job->image[place + c * plane + b * row + a];
    }
  }
  const bg_vec far = bg_splat(1e30f);
  bg_vec least = far;
  float *next = found;
  FOR_ALL_RUNS(job, at) {
    bg_vec d = differences(job, patch, job->library + at);
    for (int i = job->search - dx + 1; i < BG_WIDTH; i++) d[i] = 1e30f;
    const bg_ivec smaller = d < least;
    least = (bg_vec)(((bg_ivec)d & smaller) | ((bg_ivec)least & ~smaller));
    bg_store(next, d);
    next += BG_WIDTH;
  }
  float nearest = least[0];
  for (int i = 1; i < BG_WIDTH; i++) nearest = least[i] < nearest ? least[i] : nearest;

  const float scale = -1 / (job->bandwidth * job->bandwidth * nearest + job->floor);
  bg_vec sum = bg_splat(0), total = bg_splat(0);
  next = found;
  FOR_ALL_RUNS(job, at) {
    const bg_vec weight = bg_vexp((bg_load(next) - nearest) * scale);
    sum += weight * bg_load(job->labels + at);
    total += weight;
    next += BG_WIDTH;
  }
  job->fused[item] = bg_sum(sum) / bg_sum(total);
  job->nearest[item] = nearest;
}

static void fuse_places(int begin, int end, void *context) {
  const fusion *job = context;
  const size_t side = 2 * job->search + 1, runs = (side + BG_WIDTH - 1) / BG_WIDTH, span = 2 * job->patch + 1;
  const size_t candidates = job->entries * side * side * runs * BG_WIDTH;
  float *scratch = bg_alloc(sizeof(float) * (candidates + span * span * span));
  if (!scratch) return;
  for (int item = begin; item < end; item++) fuse_place(job, item, scratch + candidates, scratch);
  bg_free(scratch);
}

BG_KERNEL(patch_fusion) {
  fusion job = {arg->image, arg->library, arg->labels, arg->places, arg->fused, arg->nearest,
                arg->shape[0], arg->shape[1], arg->shape[2], arg->entries, arg->patchRadius, arg->searchRadius,
                (float)arg->bandwidth, (float)arg->floor};
  bg_parallel(arg->count, fuse_places, &job);
}
