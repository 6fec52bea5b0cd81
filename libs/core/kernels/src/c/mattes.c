/*
 * Mattes mutual information of two images under an affine map (Mattes et al. 2003, IEEE TMI 22:120-128): the joint
 * histogram, cubic B-spline Parzen windows along the moving image, and the sums that make its gradient.
 *
 * Two kernels, so that the few logarithms between them are taken in double precision by the caller.
 */
#include "bg.h"

enum { SAMPLE_FLOATS = 4 };

/* Looked at here, since there are many points and many calls. */
static const char BIN_BEYOND[] = "expected every fixed bin below the number of bins, found one beyond";

typedef struct {
  const float *moving, *points;
  const uint8_t *fixed_bins;
  const uint8_t *counted; /* which samples count, wherever they fall; NULL: those inside the moving image */
  float *kept;      /* of each sample: intensity in bins (negative: outside), its derivative along x, y, z */
  double *partial;  /* a piece */
  int count, bins, partial_size;
  int nx, ny, nz;
  double matrix[12];
  const double *ratio;
} mattes;

/* The value and its gradient by trilinear interpolation at (x, y, z), which lies inside. */
static void interpolate(const mattes *job, double x, double y, double z, float *out) {
  const int ix = bg_min((int)x, bg_max(job->nx - 2, 0)), iy = bg_min((int)y, bg_max(job->ny - 2, 0)),
            iz = bg_min((int)z, bg_max(job->nz - 2, 0));
  const float fx = (float)(x - ix), fy = (float)(y - iy), fz = (float)(z - iz);
  const ptrdiff_t right = job->nx > 1, down = job->ny > 1 ? job->nx : 0,
                  deep = job->nz > 1 ? (ptrdiff_t)job->nx * job->ny : 0;
  const float *c = job->moving + ix + (ptrdiff_t)job->nx * (iy + (ptrdiff_t)job->ny * iz);
  const float x00 = c[right] - c[0], x10 = c[down + right] - c[down], x01 = c[deep + right] - c[deep],
              x11 = c[deep + down + right] - c[deep + down];
  const float v00 = c[0] + fx * x00, v10 = c[down] + fx * x10, v01 = c[deep] + fx * x01,
              v11 = c[deep + down] + fx * x11;
  const float v0 = v00 + fy * (v10 - v00), v1 = v01 + fy * (v11 - v01);
  const float x0 = x00 + fy * (x10 - x00), x1 = x01 + fy * (x11 - x01);
  out[0] = v0 + fz * (v1 - v0);
  out[1] = x0 + fz * (x1 - x0);
  out[2] = (v10 - v00) + fz * ((v11 - v01) - (v10 - v00));
  out[3] = v1 - v0;
}

/* NaN becomes 0, and so counts as outside. */
static double clamp(double x, int last) { return x >= 0 ? (x <= last ? x : last) : 0; }

static void histogram_piece(int begin, int end, void *context) {
  const mattes *job = context;
  const double *m = job->matrix;
  for (int piece = begin; piece < end; piece++) {
    double *joint = job->partial + (size_t)piece * job->partial_size;
    memset(joint, 0, (size_t)job->partial_size * sizeof(double));
    const int first = (int)((int64_t)job->count * piece / BG_PIECES),
              last = (int)((int64_t)job->count * (piece + 1) / BG_PIECES);
    double inside = 0;
    for (int i = first; i < last; i++) {
      const float *p = job->points + 3 * (size_t)i;
      const double x = m[0] * p[0] + m[1] * p[1] + m[2] * p[2] + m[3];
      const double y = m[4] * p[0] + m[5] * p[1] + m[6] * p[2] + m[7];
      const double z = m[8] * p[0] + m[9] * p[1] + m[10] * p[2] + m[11];
      float *kept = job->kept + SAMPLE_FLOATS * (size_t)i;
      const double cx = clamp(x, job->nx - 1), cy = clamp(y, job->ny - 1), cz = clamp(z, job->nz - 1);
      if (job->counted ? !job->counted[i] : (cx != x || cy != y || cz != z)) {
        kept[0] = -1;
        continue;
      }
      interpolate(job, cx, cy, cz, kept);
      /* Beyond the border the image goes on as it ends: it does not change across. */
      if (cx != x) kept[1] = 0;
      if (cy != y) kept[2] = 0;
      if (cz != z) kept[3] = 0;
      if (job->fixed_bins[i] >= job->bins) {
        bg_fail(BIN_BEYOND);
        return;
      }
      const int k = bg_max(1, bg_min((int)kept[0], job->bins - 3));
      const float t = kept[0] - (float)k, s = 1 - t;
      double *row = joint + (size_t)job->bins * job->fixed_bins[i] + k;
      row[-1] += s * s * s * (1.0f / 6);
      row[0] += (4 - 6 * t * t + 3 * t * t * t) * (1.0f / 6);
      row[1] += (4 - 6 * s * s + 3 * s * s * s) * (1.0f / 6);
      row[2] += t * t * t * (1.0f / 6);
      inside++;
    }
    joint[job->partial_size - 1] = inside;
  }
}

static void gradient_piece(int begin, int end, void *context) {
  const mattes *job = context;
  for (int piece = begin; piece < end; piece++) {
    double *sum = job->partial + (size_t)piece * job->partial_size;
    memset(sum, 0, (size_t)job->partial_size * sizeof(double));
    const int first = (int)((int64_t)job->count * piece / BG_PIECES),
              last = (int)((int64_t)job->count * (piece + 1) / BG_PIECES);
    for (int i = first; i < last; i++) {
      const float *kept = job->kept + SAMPLE_FLOATS * (size_t)i;
      if (kept[0] < 0) continue;
      if (job->fixed_bins[i] >= job->bins) {
        bg_fail(BIN_BEYOND);
        return;
      }
      const int k = bg_max(1, bg_min((int)kept[0], job->bins - 3));
      const double t = kept[0] - (float)k, s = 1 - t;
      const double *row = job->ratio + (size_t)job->bins * job->fixed_bins[i] + k;
      const double slope = -0.5 * s * s * row[-1] + (1.5 * t - 2) * t * row[0] + (2 - 1.5 * s) * s * row[1] +
                           0.5 * t * t * row[2];
      const float *p = job->points + 3 * (size_t)i;
      for (int r = 0; r < 3; r++) {
        const double g = slope * kept[1 + r];
        sum[4 * r] += g * p[0];
        sum[4 * r + 1] += g * p[1];
        sum[4 * r + 2] += g * p[2];
        sum[4 * r + 3] += g;
      }
    }
  }
}

/* Adds up the pieces in their order: the same bits whatever the number of threads. */
static void reduce(const mattes *job, double *out) {
  memset(out, 0, (size_t)job->partial_size * sizeof(double));
  for (int piece = 0; piece < BG_PIECES; piece++) {
    const double *partial = job->partial + (size_t)piece * job->partial_size;
    for (int i = 0; i < job->partial_size; i++) out[i] += partial[i];
  }
}

BG_KERNEL(mattes_histogram) {
  mattes job = {.moving = arg->moving,
                .points = arg->points,
                .fixed_bins = arg->fixedBins,
                .counted = arg->counted,
                .kept = arg->kept,
                .count = arg->count,
                .bins = arg->bins,
                .nx = arg->movingShape[0],
                .ny = arg->movingShape[1],
                .nz = arg->movingShape[2]};
  job.partial_size = job.bins * job.bins + 1;
  memcpy(job.matrix, arg->matrix, sizeof job.matrix);
  job.partial = bg_alloc((size_t)BG_PIECES * job.partial_size * sizeof(double));
  if (!job.partial) return;
  bg_parallel(BG_PIECES, histogram_piece, &job);
  reduce(&job, arg->joint);
  bg_free(job.partial);
}

/*
 * The sum over samples of ratio's derivative by the sample's intensity, times the intensity's derivative by the
 * matrix.
 */
BG_KERNEL(mattes_gradient) {
  mattes job = {.points = arg->points,
                .fixed_bins = arg->fixedBins,
                .kept = (float *)arg->kept, /* only read */
                .ratio = arg->ratio,
                .count = arg->count,
                .bins = arg->bins,
                .partial_size = 12};
  job.partial = bg_alloc((size_t)BG_PIECES * job.partial_size * sizeof(double));
  if (!job.partial) return;
  bg_parallel(BG_PIECES, gradient_piece, &job);
  reduce(&job, arg->gradient);
  bg_free(job.partial);
}
