/*
 * The minimal algorithm F(2x2x2, 3x3x3) (Winograd 1980; Lavin and Gray 2016, section 4): a tile of 4x4x4 inputs gives
 * 2x2x2 outputs by 64 products a channel pair instead of 216. With y = A^T [(G g) . (B^T d)] along each axis:
 *
 *   B^T d = (d0 - d2, d1 + d2, d2 - d1, d1 - d3)
 *   G g   = (g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2)
 *   A^T m = (m0 + m1 + m2, m1 - m2 - m3)
 *
 * Depth is done one of its 4 transformed slices at a time, so that a slice of many tiles fits the cache.
 */
#ifndef BG_WINOGRAD_H
#define BG_WINOGRAD_H

#include "gemm.h"

enum { SLICES = 4, PLANE = 16 };

typedef struct {
  int batch, channels; /* of the image the tiles are cut from */
  int size[3], pad[3]; /* its depth, height and width; zeros before it */
  int out[3];
  int tiles[3];
  int count; /* tiles in all */
} tiling;

BG_INLINE void tile_space(tiling *t) {
  t->count = t->batch;
  for (int i = 0; i < 3; i++) {
    t->tiles[i] = (t->out[i] + 1) / 2;
    t->count *= t->tiles[i];
  }
}

/* Item of the batch and first output voxel of a tile. */
BG_INLINE void locate(const tiling *t, int tile, int *item, int at[3]) {
  at[2] = 2 * (tile % t->tiles[2]);
  tile /= t->tiles[2];
  at[1] = 2 * (tile % t->tiles[1]);
  tile /= t->tiles[1];
  at[0] = 2 * (tile % t->tiles[0]);
  *item = tile / t->tiles[0];
}

/* The first `count` floats, then zeros. */
BG_INLINE bg_vec load_first(const float *from, int count) {
  if (count >= BG_WIDTH) return bg_load(from);
  bg_vec value = {0};
  for (int i = 0; i < count; i++) value[i] = from[i];
  return value;
}

BG_INLINE void store_first(float *to, bg_vec value, int count) {
  if (count >= BG_WIDTH) {
    bg_store(to, value);
  } else {
    for (int i = 0; i < count; i++) to[i] = value[i];
  }
}

BG_INLINE int round_up(int value, int to) { return (value + to - 1) / to * to; }

/* Rows of inputs b[i][j] to B^T b B, written `stride` floats apart. */
BG_INLINE void transform_plane(bg_vec v[4][4], float *to, ptrdiff_t stride) {
  BG_UNROLL(4)
  for (int i = 0; i < 4; i++) {
    const bg_vec a = v[i][0], b = v[i][1], c = v[i][2], d = v[i][3];
    v[i][0] = a - c;
    v[i][1] = b + c;
    v[i][2] = c - b;
    v[i][3] = b - d;
  }
  BG_UNROLL(4)
  for (int j = 0; j < 4; j++) {
    bg_store(to + j * stride, v[0][j] - v[2][j]);
    bg_store(to + (4 + j) * stride, v[1][j] + v[2][j]);
    bg_store(to + (8 + j) * stride, v[2][j] - v[1][j]);
    bg_store(to + (12 + j) * stride, v[1][j] - v[3][j]);
  }
}

/* Slices are sums or differences of two planes of the tile. */
static const int tile_planes[SLICES][2] = {{0, 2}, {1, 2}, {2, 1}, {1, 3}};

/* `count` channels, a multiple of BG_WIDTH, of a slice whose planes lie inside the image at a and b. */
__attribute__((noinline)) static void transform_inside(const float *a, const float *b, ptrdiff_t row, ptrdiff_t column,
                                                       float sign, int count, float *to, ptrdiff_t stride) {
  for (int c = 0; c < count; c += BG_WIDTH) {
    bg_vec v[4][4];
    BG_UNROLL(4)
    for (int i = 0; i < 4; i++) {
      BG_UNROLL(4)
      for (int j = 0; j < 4; j++) {
        v[i][j] = bg_load(a + i * row + j * column + c) + sign * bg_load(b + i * row + j * column + c);
      }
    }
    transform_plane(v, to + c, stride);
  }
}

/* The same at the border: where each of the PLANE voxels lies, or zeros; the last vector may be short. */
__attribute__((noinline)) static void transform_border(const float *const *a, const float *const *b, float sign, int first,
                                                       int count, float *to, ptrdiff_t stride) {
  for (int c = first; c < count; c += BG_WIDTH) {
    bg_vec v[4][4];
    if (count - c >= BG_WIDTH) {
      BG_UNROLL(16)
      for (int i = 0; i < PLANE; i++) v[i / 4][i % 4] = bg_load(a[i] + c) + sign * bg_load(b[i] + c);
    } else {
      float short_vectors[PLANE][BG_WIDTH] = {{0}};
      for (int i = 0; i < PLANE; i++) {
        for (int k = 0; k < count - c; k++) short_vectors[i][k] = a[i][c + k] + sign * b[i][c + k];
      }
      BG_UNROLL(16)
      for (int i = 0; i < PLANE; i++) v[i / 4][i % 4] = bg_load(short_vectors[i]);
    }
    transform_plane(v, to + c, stride);
  }
}

/*
 * Slice `slice` of the transformed tile: PLANE vectors for every BG_WIDTH of the channels first .. first + count - 1,
 * the last one filled up with zeros. `zeros` holds `channels` zeros for what lies outside the image.
 */
BG_INLINE void transform_tile(const tiling *t, const float *image, int tile, int slice, int first, int count,
                              const float *zeros, float *to, ptrdiff_t stride) {
  int item, at[3];
  locate(t, tile, &item, at);
  const int z = at[0] - t->pad[0], y = at[1] - t->pad[1], x = at[2] - t->pad[2];
  const int za = z + tile_planes[slice][0], zb = z + tile_planes[slice][1];
  const float sign = slice == 1 ? 1.0f : -1.0f;
  const ptrdiff_t column = t->channels, row = column * t->size[2], plane = row * t->size[1];
  const float *origin = image + (ptrdiff_t)item * t->size[0] * plane + first;
  const int inside = za >= 0 && zb >= 0 && za < t->size[0] && zb < t->size[0] && y >= 0 && y + 4 <= t->size[1] && x >= 0 &&
                     x + 4 <= t->size[2];
  const int whole = inside ? count / BG_WIDTH * BG_WIDTH : 0;
  const ptrdiff_t offset = y * row + x * column;
  if (inside) transform_inside(origin + za * plane + offset, origin + zb * plane + offset, row, column, sign, whole, to, stride);
  if (whole == count) return;
  const float *a[PLANE], *b[PLANE];
  for (int i = 0; i < PLANE; i++) {
    const int yi = y + i / 4, xi = x + i % 4;
    const int within = yi >= 0 && yi < t->size[1] && xi >= 0 && xi < t->size[2];
    const ptrdiff_t voxel = yi * row + xi * column;
    a[i] = within && za >= 0 && za < t->size[0] ? origin + za * plane + voxel : zeros;
    b[i] = within && zb >= 0 && zb < t->size[0] ? origin + zb * plane + voxel : zeros;
  }
  transform_border(a, b, sign, whole, count, to, stride);
}

#endif
