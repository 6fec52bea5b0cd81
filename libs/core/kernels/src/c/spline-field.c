/*
 * A smooth field on a grid as a tensor product of uniform cubic B-splines: its values, and its weighted fit to scattered
 * data after Lee, Wolberg & Shin (1997), as N4 (Tustison et al. 2010) uses them. The data lie on a grid, so everything
 * that a 64-point neighbourhood would be summed over is done one axis after the other.
 *
 * For each axis a table says where a sample's four control points begin and what they weigh: starts[n], weights[4][n].
 */
#include "bg.h"

enum { TAPS = 4 };

typedef struct {
  const int32_t *starts;
  const float *weights;
  int samples, controls;
} axis;

typedef struct {
  axis x, y, z;
  const float *lattice;
} spline;

/* The lattice at plane z, [cy][cx]. */
static void at_plane(const spline *s, int z, float *plane) {
  const int size = s->x.controls * s->y.controls;
  const float *from = s->lattice + (size_t)s->z.starts[z] * size;
  const float *w = s->z.weights;
  const int n = s->z.samples;
  for (int i = 0; i < size; i++) {
    plane[i] = w[z] * from[i] + w[n + z] * from[size + i] + w[2 * n + z] * from[2 * size + i] +
               w[3 * n + z] * from[3 * size + i];
  }
}

/* The spline along row y of that plane. Samples between two knots share their control points. */
static void at_row(const spline *s, const float *plane, int y, float *line, float *row) {
  const int cx = s->x.controls, n = s->x.samples, ny = s->y.samples;
  const float *from = plane + (size_t)s->y.starts[y] * cx;
  const float *w = s->y.weights;
  for (int i = 0; i < cx; i++) {
    line[i] = w[y] * from[i] + w[ny + y] * from[cx + i] + w[2 * ny + y] * from[2 * cx + i] +
              w[3 * ny + y] * from[3 * cx + i];
  }
  const float *u = s->x.weights;
  for (int x = 0; x < n;) {
    const int start = s->x.starts[x];
    int end = x + 1;
    while (end < n && s->x.starts[end] == start) end++;
    const float a = line[start], b = line[start + 1], c = line[start + 2], d = line[start + 3];
    for (; x < end; x++) row[x] = a * u[x] + b * u[n + x] + c * u[2 * n + x] + d * u[3 * n + x];
  }
}

/* A kernel's spline, of whatever lattice. */
#define SPLINE_OF(arg, lattice)                                                 \
  {{(arg)->startsX, (arg)->weightsX, (arg)->samples[0], (arg)->controls[0]},    \
   {(arg)->startsY, (arg)->weightsY, (arg)->samples[1], (arg)->controls[1]},    \
   {(arg)->startsZ, (arg)->weightsZ, (arg)->samples[2], (arg)->controls[2]},    \
   lattice}

typedef struct {
  spline spline;
  const float *data, *weight;
  float *field;
  double *partial;
} estimate;

/* What a plane contributes: least and greatest residual, sums of weights, of the step's exponential and its square. */
enum { LOW, HIGH, WEIGHT, SUM, SQUARES, SUMS };

static void evaluate_planes(int begin, int end, void *context) {
  const estimate *job = context;
  const spline *s = &job->spline;
  const int nx = s->x.samples, ny = s->y.samples, cx = s->x.controls;
  float *plane = bg_alloc(sizeof(float) * ((size_t)cx * s->y.controls + cx + nx));
  if (!plane) return;
  float *line = plane + (size_t)cx * s->y.controls, *row = line + cx;
  for (int z = begin; z < end; z++) {
    double low = 1e300, high = -1e300, total = 0, sum = 0, squares = 0;
    at_plane(s, z, plane);
    for (int y = 0; y < ny; y++) {
      const size_t i = ((size_t)z * ny + y) * nx;
      at_row(s, plane, y, line, row);
      for (int x = 0; x < nx; x++) {
        const float weight = job->weight[i + x];
        const float step = row[x] - job->field[i + x];
        job->field[i + x] = row[x];
        if (!(weight > 0)) continue;
        const float value = job->data[i + x] - row[x], growth = bg_expf(step);
        low = value < low ? value : low;
        high = value > high ? value : high;
        total += weight;
        sum += weight * growth;
        squares += weight * growth * growth;
      }
    }
    double *to = job->partial + (size_t)z * SUMS;
    to[LOW] = low;
    to[HIGH] = high;
    to[WEIGHT] = total;
    to[SUM] = sum;
    to[SQUARES] = squares;
  }
  bg_free(plane);
}

BG_KERNEL(spline_evaluate) {
  estimate job = {SPLINE_OF(arg, arg->lattice), arg->data, arg->weight, arg->field, arg->partial};
  bg_parallel(job.spline.z.samples, evaluate_planes, &job);
}

typedef struct {
  const float *data, *weight, *field;
  double *partial;
  int nx, ny, nz, bins;
  float low, scale;
} histogram;

static void count_planes(int begin, int end, void *context) {
  const histogram *job = context;
  const size_t plane = (size_t)job->nx * job->ny;
  for (int z = begin; z < end; z++) {
    double *counts = job->partial + (size_t)z * job->bins;
    memset(counts, 0, sizeof(double) * job->bins);
    for (size_t i = z * plane; i < (z + 1) * plane; i++) {
      if (!(job->weight[i] > 0)) continue;
      const float at = (job->data[i] - job->field[i] - job->low) * job->scale;
      const int bin = bg_max(0, bg_min((int)at, job->bins - 2));
      const float right = (at - (float)bin) * job->weight[i];
      counts[bin] += job->weight[i] - right;
      counts[bin + 1] += right;
    }
  }
}

/* The weighted histogram of data - field, each value shared by the two nearest bins, one histogram a plane. */
BG_KERNEL(residual_histogram) {
  histogram job = {arg->data, arg->weight, arg->field, arg->partial, arg->samples[0], arg->samples[1], arg->samples[2],
                   arg->bins, (float)arg->low, (float)((arg->bins - 1) / (arg->high - arg->low))};
  bg_parallel(job.nz, count_planes, &job);
}

typedef struct {
  spline spline;
  const float *data, *weight, *field, *expected;
  float *partial;
  int bins;
  float low, scale;
} fit;

/* Sums a row's residuals, weighted by the basis along x, into control points of that row. */
static void gather_row(const fit *job, const axis *x, size_t i, float *line) {
  const int n = x->samples;
  memset(line, 0, sizeof(float) * x->controls);
  for (int k = 0; k < n; k++) {
    const float weight = job->weight[i + k];
    if (!(weight > 0)) continue;
    const float value = job->data[i + k] - job->field[i + k], at = (value - job->low) * job->scale;
    const int bin = bg_max(0, bg_min((int)at, job->bins - 2));
    const float expected = job->expected[bin] + (at - (float)bin) * (job->expected[bin + 1] - job->expected[bin]);
    const float residual = weight * (value - expected);
    float *to = line + x->starts[k];
    for (int m = 0; m < TAPS; m++) to[m] += residual * x->weights[m * n + k];
  }
}

static void gather_planes(int begin, int end, void *context) {
  const fit *job = context;
  const axis *x = &job->spline.x, *y = &job->spline.y;
  const int nx = x->samples, ny = y->samples, cx = x->controls;
  float *line = bg_alloc(sizeof(float) * cx);
  if (!line) return;
  for (int z = begin; z < end; z++) {
    float *plane = job->partial + (size_t)z * cx * y->controls;
    memset(plane, 0, sizeof(float) * cx * y->controls);
    for (int j = 0; j < ny; j++) {
      gather_row(job, x, ((size_t)z * ny + j) * nx, line);
      for (int m = 0; m < TAPS; m++) {
        const float weight = y->weights[m * ny + j];
        float *to = plane + (size_t)(y->starts[j] + m) * cx;
        for (int i = 0; i < cx; i++) to[i] += weight * line[i];
      }
    }
  }
  bg_free(line);
}

/*
 * The numerators of Lee's fit to the residuals (data - field) - expected(data - field): sums of weight * residual times
 * the tables' weights, which hold cubed basis functions over the sum of their squares.
 */
BG_KERNEL(spline_gather) {
  fit job = {SPLINE_OF(arg, NULL), arg->data, arg->weight, arg->field, arg->expected, arg->partial,
             arg->bins, (float)arg->low, (float)((arg->bins - 1) / (arg->high - arg->low))};
  const axis *z = &job.spline.z;
  bg_parallel(z->samples, gather_planes, &job);
  const int size = job.spline.x.controls * job.spline.y.controls;
  float *numerators = arg->numerators;
  memset(numerators, 0, sizeof(float) * size * z->controls);
  for (int k = 0; k < z->samples; k++) {
    for (int m = 0; m < TAPS; m++) {
      const float weight = z->weights[m * z->samples + k];
      float *to = numerators + (size_t)(z->starts[k] + m) * size;
      for (int i = 0; i < size; i++) to[i] += weight * job.partial[(size_t)k * size + i];
    }
  }
}

typedef struct {
  spline spline;
  const float *image;
  float *field, *corrected;
  int first;
  float offset, shift;
} correction;

static void correct_planes(int begin, int end, void *context) {
  const correction *job = context;
  const spline *s = &job->spline;
  const int nx = s->x.samples, ny = s->y.samples, cx = s->x.controls;
  float *plane = bg_alloc(sizeof(float) * ((size_t)cx * s->y.controls + cx + nx + BG_WIDTH));
  if (!plane) return;
  float *line = plane + (size_t)cx * s->y.controls, *row = line + cx;
  for (int z = job->first + begin; z < job->first + end; z++) {
    at_plane(s, z, plane);
    for (int y = 0; y < ny; y++) {
      const size_t i = ((size_t)z * ny + y) * nx;
      at_row(s, plane, y, line, row);
      for (int x = 0; x < nx; x += BG_WIDTH) bg_store(row + x, bg_vexp(bg_load(row + x) - job->offset));
      const float *image = job->image + i;
      float *field = job->field + i, *corrected = job->corrected + i;
      for (int x = 0; x < nx; x++) {
        field[x] = row[x];
        corrected[x] = (image[x] + job->shift) / row[x] - job->shift;
      }
    }
  }
  bg_free(plane);
}

BG_KERNEL(spline_correct) {
  correction job = {SPLINE_OF(arg, arg->lattice), arg->image, arg->field, arg->corrected,
                    arg->first, (float)arg->offset, (float)arg->shift};
  bg_parallel(arg->last - job.first, correct_planes, &job);
}
