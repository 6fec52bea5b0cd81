/* 3x3x3 convolution with stride 1: forward, and the input gradient (the same with the filter flipped and transposed). */
#include "winograd.h"

typedef struct {
  tiling t;
  int in, out, out_padded, in_padded;
  int block;              /* tiles transformed at once */
  const float *x;
  float *bias_padded;     /* [out_padded], zeros where there is no bias */
  const float *filter;    /* [3, 3, 3, in, out] */
  float *transformed;     /* [SLICES][out_padded / BG_COLUMNS][PLANE][in][BG_COLUMNS] */
  float *y;
} convolution;

static float *panel(const convolution *c, int slice, int column, int position) {
  const ptrdiff_t panels = c->out_padded / BG_COLUMNS;
  return c->transformed + ((slice * panels + column / BG_COLUMNS) * PLANE + position) * (ptrdiff_t)c->in * BG_COLUMNS;
}

/* G g of F(2, 3) and of F(4, 3). */
BG_INLINE void transform_four(const bg_vec *g, int step, bg_vec *u, int u_step) {
  const bg_vec sum = (g[0] + g[2 * step]) * 0.5f, half = g[step] * 0.5f;
  u[0] = g[0];
  u[u_step] = sum + half;
  u[2 * u_step] = sum - half;
  u[3 * u_step] = g[2 * step];
}

BG_INLINE void transform_six(const bg_vec *g, bg_vec *u) {
  const bg_vec sum = (g[0] + g[2]) * (-1.0f / 6), middle = g[1] * (-1.0f / 6);
  const bg_vec far = g[0] * (1.0f / 24) + g[2] * (1.0f / 6), half = g[1] * (1.0f / 12);
  u[0] = g[0] * 0.25f;
  u[1] = sum + middle;
  u[2] = sum - middle;
  u[3] = far + half;
  u[4] = far - half;
  u[5] = g[2];
}

static void transform_filters(int begin, int end, void *context) {
  const convolution *c = context;
  const int *tap_step = c->t.tap_step;
  for (int in = begin; in < end; in++) {
    for (int column = 0; column < c->out_padded; column += BG_WIDTH) {
      bg_vec g[27], first[36], second[48], u[WIDE];
      for (int i = 0; i < 27; i++) {
        const int tap = i / 9 * tap_step[0] + i / 3 % 3 * tap_step[1] + i % 3 * tap_step[2];
        g[i] = load_first(c->filter + ((ptrdiff_t)tap * c->in + in) * c->out + column, c->out - column);
      }
      for (int i = 0; i < 9; i++) transform_four(g + i, 9, first + i, 9);
      for (int i = 0; i < 12; i++) transform_four(first + i / 3 * 9 + i % 3, 3, second + i / 3 * 12 + i % 3, 3);
      float *to = panel(c, 0, column, 0) + (ptrdiff_t)in * BG_COLUMNS + column % BG_COLUMNS;
      const ptrdiff_t next = (ptrdiff_t)c->in * BG_COLUMNS, slice = panel(c, 1, 0, 0) - panel(c, 0, 0, 0);
      for (int i = 0; i < 16; i++) {
        transform_six(second + i * 3, u);
        for (int j = 0; j < WIDE; j++) bg_store(to + i / 4 * slice + (i % 4 * WIDE + j) * next, u[j]);
      }
    }
  }
}

/* A^T m A of one vector of products: the 2x4 outputs a slice adds to a plane. */
BG_INLINE void gather_plane(const float *m, ptrdiff_t stride, bg_vec y[8]) {
  bg_vec s[2][WIDE];
  BG_UNROLL(6)
  for (int j = 0; j < WIDE; j++) {
    const bg_vec m0 = bg_load(m + j * stride), m1 = bg_load(m + (WIDE + j) * stride);
    const bg_vec m2 = bg_load(m + (2 * WIDE + j) * stride), m3 = bg_load(m + (3 * WIDE + j) * stride);
    s[0][j] = m0 + m1 + m2;
    s[1][j] = m1 - m2 - m3;
  }
  BG_UNROLL(2)
  for (int i = 0; i < 2; i++) {
    const bg_vec near = s[i][1] + s[i][2], across = s[i][1] - s[i][2];
    const bg_vec far = s[i][3] + s[i][4], beyond = s[i][3] - s[i][4];
    y[4 * i] = s[i][0] + near + far;
    y[4 * i + 1] = across + 2 * beyond;
    y[4 * i + 2] = near + 4 * far;
    y[4 * i + 3] = across + 8 * beyond + s[i][5];
  }
}

/* What a slice does to an output plane (A^T along depth): begins it, adds to it, subtracts from it, nothing. */
enum { BEGIN, ADD, SUBTRACT, NOTHING };
static const int effect[SLICES][2] = {{BEGIN, NOTHING}, {ADD, BEGIN}, {ADD, SUBTRACT}, {NOTHING, SUBTRACT}};

__attribute__((noinline)) static void finish_inside(const float *m, ptrdiff_t stride, int slice, const float *bias, float *to,
                                                    ptrdiff_t plane, ptrdiff_t row, ptrdiff_t column) {
  bg_vec y[8];
  gather_plane(m, stride, y);
  const bg_vec start = bg_load(bias);
  for (int half = 0; half < 2; half++) {
    float *at[2] = {to + half * plane, to + half * plane + row};
    switch (effect[slice][half]) {
      case BEGIN:
        BG_UNROLL(8)
        for (int i = 0; i < 8; i++) bg_store(at[i / 4] + i % 4 * column, start + y[i]);
        break;
      case ADD:
        BG_UNROLL(8)
        for (int i = 0; i < 8; i++) bg_store(at[i / 4] + i % 4 * column, bg_load(at[i / 4] + i % 4 * column) + y[i]);
        break;
      case SUBTRACT:
        BG_UNROLL(8)
        for (int i = 0; i < 8; i++) bg_store(at[i / 4] + i % 4 * column, bg_load(at[i / 4] + i % 4 * column) - y[i]);
        break;
    }
  }
}

/* The same where the tile or the vector reaches beyond the output. */
__attribute__((noinline)) static void finish_border(const float *m, ptrdiff_t stride, int slice, const float *bias, float *to,
                                                    ptrdiff_t plane, ptrdiff_t row, ptrdiff_t column, const int size[3],
                                                    int count) {
  bg_vec y[8];
  float values[8][BG_WIDTH];
  gather_plane(m, stride, y);
  BG_UNROLL(8)
  for (int i = 0; i < 8; i++) bg_store(values[i], y[i]);
  for (int half = 0; half < size[0]; half++) {
    const int what = effect[slice][half];
    if (what == NOTHING) continue;
    for (int i = 0; i < 8; i++) {
      if (i / 4 >= size[1] || i % 4 >= size[2]) continue;
      float *at = to + half * plane + i / 4 * row + i % 4 * column;
      for (int k = 0; k < count; k++) {
        at[k] = what == BEGIN ? bias[k] + values[i][k] : what == ADD ? at[k] + values[i][k] : at[k] - values[i][k];
      }
    }
  }
}

/* Products of one slice, [PLANE][tiles][BG_COLUMNS], back to outputs. */
static void finish_tile(const convolution *c, int tile, int slice, int column, const float *m, ptrdiff_t stride) {
  int item, at[3], size[3], whole = 1;
  locate(&c->t, tile, &item, at);
  ptrdiff_t voxel = (ptrdiff_t)item * c->t.out[0] * c->t.out[1] * c->t.out[2];
  for (int i = 0; i < 3; i++) {
    size[i] = bg_min(tile_size[i], c->t.out[i] - at[i]);
    whole = whole && size[i] == tile_size[i];
    voxel += at[i] * c->t.out_step[i];
  }
  const ptrdiff_t channels = c->out;
  const ptrdiff_t plane = c->t.out_step[0] * channels, row = c->t.out_step[1] * channels, next = c->t.out_step[2] * channels;
  float *to = c->y + voxel * channels + column;
  for (int half = 0; half < BG_COLUMNS && column + half < c->out; half += BG_WIDTH) {
    const int count = bg_min(BG_WIDTH, c->out - column - half);
    const float *bias = c->bias_padded + column + half;
    if (whole && count == BG_WIDTH) {
      finish_inside(m + half, stride, slice, bias, to + half, plane, row, next);
    } else {
      finish_border(m + half, stride, slice, bias, to + half, plane, row, next, size, count);
    }
  }
}

static void convolve_blocks(int begin, int end, void *context) {
  const convolution *c = context;
  /* One vector more, so that positions do not fall on the same cache sets. */
  const ptrdiff_t v_stride = (ptrdiff_t)c->block * c->in_padded + BG_WIDTH;
  const ptrdiff_t m_stride = (ptrdiff_t)c->block * BG_COLUMNS + BG_WIDTH;
  float *v = bg_alloc(sizeof(float) * (PLANE * (v_stride + m_stride) + c->in_padded));
  if (!v) return;
  float *m = v + PLANE * v_stride, *zeros = m + PLANE * m_stride;
  memset(zeros, 0, sizeof(float) * c->in_padded);
  for (int b = begin; b < end; b++) {
    const int first = b * c->block, tiles = bg_min(c->block, c->t.count - first);
    for (int slice = 0; slice < SLICES; slice++) {
      for (int i = 0; i < tiles; i++) {
        transform_tile(&c->t, c->x, first + i, slice, 0, c->in, zeros, v + (ptrdiff_t)i * c->in_padded, v_stride);
      }
      for (int column = 0; column < c->out; column += BG_COLUMNS) {
        for (int position = 0; position < PLANE; position++) {
          bg_gemm_block(tiles, 0,
                        (bg_gemm){v + position * v_stride, c->in_padded, 1, panel(c, slice, column, position), BG_COLUMNS,
                                  m + position * m_stride, BG_COLUMNS, c->in});
        }
        for (int i = 0; i < tiles; i++) finish_tile(c, first + i, slice, column, m + i * BG_COLUMNS, m_stride);
      }
    }
  }
  bg_free(v);
}

typedef struct {
  const float *from;
  float *to;
  int in, out;
} flip;

/* [tap][in][out] to [26 - tap][out][in]. */
static void flip_taps(int begin, int end, void *context) {
  const flip *f = context;
  for (int tap = begin; tap < end; tap++) {
    const float *from = f->from + (ptrdiff_t)tap * f->in * f->out;
    float *to = f->to + (ptrdiff_t)(26 - tap) * f->in * f->out;
    for (int i = 0; i < f->in; i += 16) {
      for (int o = 0; o < f->out; o++) {
        for (int k = i; k < bg_min(f->in, i + 16); k++) to[(ptrdiff_t)o * f->in + k] = from[(ptrdiff_t)k * f->out + o];
      }
    }
  }
}

BG_KERNEL(winograd) {
  convolution c = {0};
  const int flipped = arg->flipped;
  c.in = flipped ? arg->outChannels : arg->inChannels;
  c.out = flipped ? arg->inChannels : arg->outChannels;
  c.t = make_tiling(arg->batch, c.in, arg->input, arg->before, arg->output);
  c.in_padded = round_up(c.in, BG_WIDTH);
  c.out_padded = round_up(c.out, BG_COLUMNS);
  c.x = arg->x;
  c.filter = arg->weight;
  c.y = arg->y;
  /* As many tiles as leave a slice in the second-level cache, fewer where there would not be work for all. */
  const int fits = 768 * 1024 / (PLANE * (int)sizeof(float)) / c.in_padded / 12 * 12;
  c.block = bg_max(12, bg_min(bg_min(192, fits), round_up((c.t.count + 15) / 16, 12)));

  float *turned = NULL;
  const size_t filters = SLICES * PLANE * (size_t)c.in * c.out_padded;
  c.transformed = bg_alloc(sizeof(float) * (filters + c.out_padded));
  if (c.transformed) {
    c.bias_padded = c.transformed + filters;
    memset(c.bias_padded, 0, sizeof(float) * c.out_padded);
    if (arg->bias) memcpy(c.bias_padded, arg->bias, sizeof(float) * c.out);
  }
  if (flipped && c.transformed) {
    turned = bg_alloc(sizeof(float) * 27 * (size_t)c.in * c.out);
    flip f = {arg->weight, turned, c.out, c.in};
    if (turned) bg_parallel(27, flip_taps, &f);
    c.filter = turned;
  }
  if (c.transformed && c.filter) {
    bg_parallel(c.in, transform_filters, &c);
    bg_parallel((c.t.count + c.block - 1) / c.block, convolve_blocks, &c);
  }
  bg_free(turned);
  bg_free(c.transformed);
}
