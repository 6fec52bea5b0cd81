/*
 * The filter gradient of the 3x3x3 convolution: with the transforms of winograd.h transposed,
 * dg = G^T [sum over tiles of (A dy A^T) (B^T d B)^T] G along each axis. The sum over tiles is a matrix product
 * in x out a position; tiles are summed in a few chunks whose number depends on the shape alone.
 */
#include "winograd.h"

typedef struct {
  tiling t;
  int in, out, in_padded, out_padded;
  int in_block, in_blocks; /* input channels done at once */
  int block;               /* tiles transformed at once */
  int chunks, chunk;       /* tiles summed apart */
  const float *x, *dy;
  float *sums; /* [chunks][SLICES][PLANE][in][out_padded] */
  float *gradient;
} job;

static float *sums_of(const job *j, int chunk, int slice) {
  return j->sums + ((ptrdiff_t)chunk * SLICES + slice) * PLANE * j->in * j->out_padded;
}

/* One slice of A e A^T for the 2x4 output gradients e of a plane, by axis F(2, 3): (e0, e0 + e1, e0 - e1, -e1). */
BG_INLINE void spread_plane(bg_vec e[2][4], float *to, ptrdiff_t stride) {
  bg_vec z[HIGH][4];
  BG_UNROLL(4)
  for (int k = 0; k < 4; k++) {
    z[0][k] = e[0][k];
    z[1][k] = e[0][k] + e[1][k];
    z[2][k] = e[0][k] - e[1][k];
    z[3][k] = -e[1][k];
  }
  BG_UNROLL(4)
  for (int i = 0; i < HIGH; i++) {
    const bg_vec even = z[i][0] + z[i][2], odd = z[i][1] + z[i][3];
    const bg_vec far = z[i][0] + 4 * z[i][2], beyond = 2 * (z[i][1] + 4 * z[i][3]);
    float *row = to + i * WIDE * stride;
    bg_store(row, z[i][0]);
    bg_store(row + stride, even + odd);
    bg_store(row + 2 * stride, even - odd);
    bg_store(row + 3 * stride, far + beyond);
    bg_store(row + 4 * stride, far - beyond);
    bg_store(row + 5 * stride, z[i][3]);
  }
}

/* Where each output gradient of a tile lies, or zeros; along the first axis a slice is first * e0 + second * e1. */
__attribute__((noinline)) static void spread_voxels(const float *const *first, const float *const *second, float weight0,
                                                    float weight1, int count, int padded, float *to, ptrdiff_t stride) {
  for (int c = 0; c < padded; c += BG_WIDTH) {
    bg_vec e[2][4];
    if (count - c >= BG_WIDTH) {
      BG_UNROLL(8)
      for (int i = 0; i < 8; i++) e[i / 4][i % 4] = weight0 * bg_load(first[i] + c) + weight1 * bg_load(second[i] + c);
    } else {
      float values[8][BG_WIDTH] = {{0}};
      for (int i = 0; i < 8; i++) {
        for (int k = 0; k < count - c; k++) values[i][k] = weight0 * first[i][c + k] + weight1 * second[i][c + k];
      }
      BG_UNROLL(8)
      for (int i = 0; i < 8; i++) e[i / 4][i % 4] = bg_load(values[i]);
    }
    spread_plane(e, to + c, stride);
  }
}

static void spread_tile(const job *j, int tile, int slice, const float *zeros, float *to, ptrdiff_t stride) {
  static const float weight[SLICES][2] = {{1, 0}, {1, 1}, {1, -1}, {0, -1}};
  const tiling *t = &j->t;
  int item, at[3];
  locate(t, tile, &item, at);
  ptrdiff_t voxel = (ptrdiff_t)item * t->out[0] * t->out[1] * t->out[2];
  for (int i = 0; i < 3; i++) voxel += at[i] * t->out_step[i];
  const float *origin = j->dy + voxel * j->out, *first[8], *second[8];
  for (int i = 0; i < 8; i++) {
    const int within = at[1] + i / 4 < t->out[1] && at[2] + i % 4 < t->out[2];
    const float *from = origin + (i / 4 * t->out_step[1] + i % 4 * t->out_step[2]) * j->out;
    /* Zeros too for what a slice leaves out: 0 times infinity would not be nothing. */
    first[i] = within && weight[slice][0] != 0 ? from : zeros;
    second[i] = within && weight[slice][1] != 0 && at[0] + 1 < t->out[0] ? from + t->out_step[0] * j->out : zeros;
  }
  spread_voxels(first, second, weight[slice][0], weight[slice][1], j->out, j->out_padded, to, stride);
}

static void sum_items(int begin, int end, void *context) {
  const job *j = context;
  const int width = round_up(j->in_block, BG_WIDTH);
  const ptrdiff_t v_stride = (ptrdiff_t)j->block * width + BG_WIDTH;
  const ptrdiff_t z_stride = (ptrdiff_t)j->block * j->out_padded + BG_WIDTH;
  const int most = bg_max(j->in_padded, j->out_padded);
  float *v = bg_alloc(sizeof(float) * (PLANE * (v_stride + z_stride) + most));
  if (!v) return;
  float *z = v + PLANE * v_stride, *zeros = z + PLANE * z_stride;
  memset(zeros, 0, sizeof(float) * most);
  for (int i = begin; i < end; i++) {
    const int slice = i % SLICES, in_block = i / SLICES % j->in_blocks, chunk = i / SLICES / j->in_blocks;
    const int first_in = in_block * j->in_block, ins = bg_min(j->in_block, j->in - first_in);
    const int last = bg_min((chunk + 1) * j->chunk, j->t.count);
    float *sums = sums_of(j, chunk, slice) + (ptrdiff_t)first_in * j->out_padded;
    const ptrdiff_t next = (ptrdiff_t)j->in * j->out_padded;
    for (int first = chunk * j->chunk; first < last; first += j->block) {
      const int tiles = bg_min(j->block, last - first);
      for (int k = 0; k < tiles; k++) {
        transform_tile(&j->t, j->x, first + k, slice, first_in, ins, zeros, v + (ptrdiff_t)k * width, v_stride);
        spread_tile(j, first + k, slice, zeros, z + (ptrdiff_t)k * j->out_padded, z_stride);
      }
      for (int p = 0; p < PLANE; p++) {
        for (int column = 0; column < j->out_padded; column += BG_COLUMNS) {
          const bg_gemm g = {v + p * v_stride,       1, width, z + p * z_stride + column, j->out_padded,
                             sums + p * next + column, j->out_padded, tiles};
          if (first == chunk * j->chunk) {
            bg_gemm_block(ins, 0, g);
          } else {
            bg_gemm_block(ins, 1, g);
          }
        }
      }
    }
  }
  bg_free(v);
}

/* G^T u of F(2, 3): (u0 + (u1 + u2) / 2, (u1 - u2) / 2, (u1 + u2) / 2 + u3), and of F(4, 3). */
BG_INLINE void gather_four(const bg_vec *u, int step, bg_vec *g, int g_step) {
  const bg_vec half = (u[step] + u[2 * step]) * 0.5f;
  g[0] = u[0] + half;
  g[g_step] = (u[step] - u[2 * step]) * 0.5f;
  g[2 * g_step] = half + u[3 * step];
}

BG_INLINE void gather_six(const bg_vec *u, bg_vec *g) {
  const bg_vec near = (u[1] + u[2]) * (1.0f / 6), far = (u[3] + u[4]) * (1.0f / 24);
  g[0] = u[0] * 0.25f - near + far;
  g[1] = (u[2] - u[1]) * (1.0f / 6) + (u[3] - u[4]) * (1.0f / 12);
  g[2] = 4 * far - near + u[5];
}

static void gather_filters(int begin, int end, void *context) {
  const job *j = context;
  const int *tap_step = j->t.tap_step;
  for (int in = begin; in < end; in++) {
    for (int column = 0; column < j->out; column += BG_WIDTH) {
      bg_vec u[SLICES * PLANE], third[48], second[36], g[3];
      for (int i = 0; i < SLICES * PLANE; i++) {
        const ptrdiff_t offset = ((ptrdiff_t)(i % PLANE) * j->in + in) * j->out_padded + column;
        u[i] = bg_load(sums_of(j, 0, i / PLANE) + offset);
        for (int chunk = 1; chunk < j->chunks; chunk++) u[i] += bg_load(sums_of(j, chunk, i / PLANE) + offset);
      }
      for (int i = 0; i < 16; i++) gather_six(u + WIDE * i, third + 3 * i);
      for (int i = 0; i < 12; i++) gather_four(third + i / 3 * 12 + i % 3, 3, second + i / 3 * 9 + i % 3, 3);
      for (int i = 0; i < 9; i++) {
        gather_four(second + i, 9, g, 1);
        for (int k = 0; k < 3; k++) {
          const int tap = k * tap_step[0] + i / 3 * tap_step[1] + i % 3 * tap_step[2];
          store_first(j->gradient + ((ptrdiff_t)tap * j->in + in) * j->out + column, g[k], j->out - column);
        }
      }
    }
  }
}

BG_KERNEL(winograd_filter_gradient) {
  job j = {0};
  j.in = arg->inChannels;
  j.out = arg->outChannels;
  j.t = make_tiling(arg->batch, j.in, arg->input, arg->before, arg->output);
  j.in_padded = round_up(j.in, BG_WIDTH);
  j.out_padded = round_up(j.out, BG_COLUMNS);
  j.x = arg->x;
  j.dy = arg->dy;
  j.gradient = arg->gradient;
  /* Sums of 800 kB and half as much of output gradients stay in the second-level cache. */
  const int fits = 800 * 1024 / (PLANE * (int)sizeof(float)) / j.out_padded;
  j.in_block = bg_min(j.in, bg_max(12, fits / 12 * 12));
  j.in_blocks = (j.in + j.in_block - 1) / j.in_block;
  j.in_block = round_up((j.in + j.in_blocks - 1) / j.in_blocks, BG_WIDTH);
  j.in_blocks = (j.in + j.in_block - 1) / j.in_block;
  j.block = bg_max(12, bg_min(192, 384 * 1024 / (PLANE * (int)sizeof(float)) / j.out_padded / 12 * 12));
  const int wanted = bg_max(1, 24 / (SLICES * j.in_blocks));
  j.chunk = bg_max(j.block, round_up((j.t.count + wanted - 1) / wanted, j.block));
  j.chunks = (j.t.count + j.chunk - 1) / j.chunk;
  j.sums = bg_alloc(sizeof(float) * SLICES * PLANE * (size_t)j.chunks * j.in * j.out_padded);
  if (!j.sums) return;
  bg_parallel(j.chunks * SLICES * j.in_blocks, sum_items, &j);
  bg_parallel(j.in, gather_filters, &j);
  bg_free(j.sums);
}
