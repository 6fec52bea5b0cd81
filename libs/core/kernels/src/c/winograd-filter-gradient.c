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

/* One slice of A e A^T for the 2x2x2 output gradients e of a tile, A e = (e0, e0 + e1, e0 - e1, -e1). */
static void spread_tile(const job *j, int tile, int slice, float *to, ptrdiff_t stride) {
  static const float weight[SLICES][2] = {{1, 0}, {1, 1}, {1, -1}, {0, -1}};
  int item, at[3];
  locate(&j->t, tile, &item, at);
  const int *size = j->t.out;
  const ptrdiff_t channel = j->out, row = channel * size[2], plane = row * size[1];
  const float *origin = j->dy + (item * (ptrdiff_t)size[0] + at[0]) * plane + at[1] * row + at[2] * channel;
  const int deep = at[0] + 1 < size[0], high = at[1] + 1 < size[1], wide = at[2] + 1 < size[2];
  const float w0 = weight[slice][0], w1 = weight[slice][1];
  for (int c = 0; c < j->out_padded; c += BG_WIDTH) {
    const int count = j->out - c;
    bg_vec e[2][2], z[4][2];
    for (int i = 0; i < 2; i++) {
      for (int k = 0; k < 2; k++) {
        e[i][k] = (bg_vec){0};
        if ((i && !high) || (k && !wide) || count <= 0) continue;
        const float *from = origin + i * row + k * channel + c;
        if (w0 != 0) e[i][k] = w0 * load_first(from, count);
        if (w1 != 0 && deep) e[i][k] += w1 * load_first(from + plane, count);
      }
    }
    BG_UNROLL(2)
    for (int k = 0; k < 2; k++) {
      z[0][k] = e[0][k];
      z[1][k] = e[0][k] + e[1][k];
      z[2][k] = e[0][k] - e[1][k];
      z[3][k] = -e[1][k];
    }
    BG_UNROLL(4)
    for (int i = 0; i < 4; i++) {
      bg_store(to + c + (4 * i) * stride, z[i][0]);
      bg_store(to + c + (4 * i + 1) * stride, z[i][0] + z[i][1]);
      bg_store(to + c + (4 * i + 2) * stride, z[i][0] - z[i][1]);
      bg_store(to + c + (4 * i + 3) * stride, -z[i][1]);
    }
  }
}

static void sum_items(int begin, int end, void *context) {
  const job *j = context;
  const int width = round_up(j->in_block, BG_WIDTH);
  const ptrdiff_t v_stride = (ptrdiff_t)j->block * width + BG_WIDTH;
  const ptrdiff_t z_stride = (ptrdiff_t)j->block * j->out_padded + BG_WIDTH;
  float *v = bg_alloc(sizeof(float) * (PLANE * (v_stride + z_stride) + j->in_padded));
  if (!v) return;
  float *z = v + PLANE * v_stride, *zeros = z + PLANE * z_stride;
  memset(zeros, 0, sizeof(float) * j->in_padded);
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
        spread_tile(j, first + k, slice, z + (ptrdiff_t)k * j->out_padded, z_stride);
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

/* G^T u = (u0 + (u1 + u2) / 2, (u1 - u2) / 2, (u1 + u2) / 2 + u3). */
BG_INLINE void gather_line(const bg_vec *u, int step, bg_vec *g, int g_step) {
  const bg_vec half = (u[step] + u[2 * step]) * 0.5f;
  g[0] = u[0] + half;
  g[g_step] = (u[step] - u[2 * step]) * 0.5f;
  g[2 * g_step] = half + u[3 * step];
}

static void gather_filters(int begin, int end, void *context) {
  const job *j = context;
  for (int in = begin; in < end; in++) {
    for (int column = 0; column < j->out; column += BG_WIDTH) {
      bg_vec u[64], along_width[48], along_height[36], g[3];
      for (int i = 0; i < 64; i++) {
        const ptrdiff_t offset = ((ptrdiff_t)(i % PLANE) * j->in + in) * j->out_padded + column;
        u[i] = bg_load(sums_of(j, 0, i / PLANE) + offset);
        for (int chunk = 1; chunk < j->chunks; chunk++) u[i] += bg_load(sums_of(j, chunk, i / PLANE) + offset);
      }
      for (int i = 0; i < 16; i++) gather_line(u + 4 * i, 1, along_width + 3 * i, 1);
      for (int i = 0; i < 12; i++) {
        gather_line(along_width + i / 3 * 12 + i % 3, 3, along_height + i / 3 * 9 + i % 3, 3);
      }
      for (int i = 0; i < 9; i++) {
        gather_line(along_height + i, 9, g, 1);
        for (int k = 0; k < 3; k++) {
          float *to = j->gradient + ((ptrdiff_t)(k * 9 + i) * j->in + in) * j->out + column;
          store_first(to, g[k], j->out - column);
        }
      }
    }
  }
}

/*
 * buffers: x [n, d, h, w, in], dy [n, d', h', w', out], gradient [3, 3, 3, in, out].
 * numbers: n, d, h, w, in, out, zeros before (3), d', h', w'.
 */
BG_KERNEL(winograd_filter_gradient) {
  job j = {0};
  j.t.batch = (int)numbers[0];
  for (int i = 0; i < 3; i++) {
    j.t.size[i] = (int)numbers[1 + i];
    j.t.pad[i] = (int)numbers[6 + i];
    j.t.out[i] = (int)numbers[9 + i];
  }
  tile_space(&j.t);
  j.in = j.t.channels = (int)numbers[4];
  j.out = (int)numbers[5];
  j.in_padded = round_up(j.in, BG_WIDTH);
  j.out_padded = round_up(j.out, BG_COLUMNS);
  j.x = buffers[0];
  j.dy = buffers[1];
  j.gradient = buffers[2];
  /* Sums of half a megabyte and as much of output gradients stay in the second-level cache. */
  const int fits = 512 * 1024 / (PLANE * (int)sizeof(float)) / j.out_padded;
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
