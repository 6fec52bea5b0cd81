/*
 * The minimal algorithm F(2x2x4, 3x3x3) (Winograd 1980; Lavin and Gray 2016, section 4): a tile of 4x4x6 inputs gives
 * 2x2x4 outputs by 96 products a channel pair instead of 432. With y = A^T [(G g) . (B^T d)] along each axis,
 * F(2, 3) along two of them:
 *
 *   B^T d = (d0 - d2, d1 + d2, d2 - d1, d1 - d3)
 *   G g   = (g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2)
 *   A^T m = (m0 + m1 + m2, m1 - m2 - m3)
 *
 * and F(4, 3) with the points 0, 1, -1, 2, -2 along the third, the one where multiples of 4 waste least:
 *
 *   B^T d = (4 d0 - 5 d2 + d4, (d4 - 4 d2) +- (d3 - 4 d1), (d4 - d2) +- 2 (d3 - d1), 4 d1 - 5 d3 + d5)
 *   G g   = (g0 / 4, -(g0 + g2 +- g1) / 6, (g0 / 4 + g2 +- g1 / 2) / 6, g2)
 *   A^T m = (m0 + m1 + m2 + m3 + m4, m1 - m2 + 2 (m3 - m4), m1 + m2 + 4 (m3 + m4), m1 - m2 + 8 (m3 - m4) + m5)
 *
 * The first axis is done one of its 4 transformed slices at a time, so that a slice of many tiles fits the cache.
 */
#ifndef BG_WINOGRAD_H
#define BG_WINOGRAD_H

#include "gemm.h"

enum { SLICES = 4, HIGH = 4, WIDE = 6, PLANE = HIGH * WIDE };

/* Outputs of a tile along each axis. */
static const int tile_size[3] = {2, 2, 4};

typedef struct {
  int batch, channels; /* of the image the tiles are cut from */
  int axis[3];         /* which of depth, height and width is which axis of a tile */
  /* By axis of the tile: */
  int size[3], pad[3]; /* of the image; zeros before it */
  int out[3];
  int tiles[3];
  ptrdiff_t step[3];     /* floats from voxel to voxel in the image */
  ptrdiff_t out_step[3]; /* and in the output, were there one channel */
  int tap_step[3];       /* from tap to tap of the filter */
  int count;             /* tiles in all */
} tiling;

/* Divides the space into tiles; size, pad and out are those of depth, height and width. */
static tiling make_tiling(int batch, int channels, const int size[3], const int pad[3], const int out[3]) {
  static const int orders[3][3] = {{0, 1, 2}, {0, 2, 1}, {1, 2, 0}};
  const ptrdiff_t step[3] = {(ptrdiff_t)size[1] * size[2] * channels, (ptrdiff_t)size[2] * channels, channels};
  const ptrdiff_t out_step[3] = {(ptrdiff_t)out[1] * out[2], out[2], 1};
  const int tap_step[3] = {9, 3, 1};
  tiling best = {0};
  for (int order = 0; order < 3; order++) {
    tiling t = {batch, channels};
    t.count = batch;
    for (int i = 0; i < 3; i++) {
      const int axis = orders[order][i];
      t.axis[i] = axis;
      t.size[i] = size[axis];
      t.pad[i] = pad[axis];
      t.out[i] = out[axis];
      t.step[i] = step[axis];
      t.out_step[i] = out_step[axis];
      t.tap_step[i] = tap_step[axis];
      t.tiles[i] = (out[axis] + tile_size[i] - 1) / tile_size[i];
      t.count *= t.tiles[i];
    }
    if (order == 0 || t.count < best.count) best = t;
  }
  return best;
}

/* Item of the batch and first output voxel of a tile. */
BG_INLINE void locate(const tiling *t, int tile, int *item, int at[3]) {
  at[2] = tile_size[2] * (tile % t->tiles[2]);
  tile /= t->tiles[2];
  at[1] = tile_size[1] * (tile % t->tiles[1]);
  tile /= t->tiles[1];
  at[0] = tile_size[0] * (tile % t->tiles[0]);
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

/* Inputs b[i][j] of a plane to B^T b B, written `stride` floats apart. */
BG_INLINE void transform_plane(bg_vec v[HIGH][WIDE], float *to, ptrdiff_t stride) {
  BG_UNROLL(6)
  for (int j = 0; j < WIDE; j++) {
    const bg_vec a = v[0][j], b = v[1][j], c = v[2][j], d = v[3][j];
    v[0][j] = a - c;
    v[1][j] = b + c;
    v[2][j] = c - b;
    v[3][j] = b - d;
  }
  BG_UNROLL(4)
  for (int i = 0; i < HIGH; i++) {
    const bg_vec d0 = v[i][0], d1 = v[i][1], d2 = v[i][2], d3 = v[i][3], d4 = v[i][4], d5 = v[i][5];
    const bg_vec even = d4 - 4 * d2, odd = d3 - 4 * d1, near = d4 - d2, far = 2 * (d3 - d1);
    float *row = to + i * WIDE * stride;
    bg_store(row, 4 * (d0 - d2) + near);
    bg_store(row + stride, even + odd);
    bg_store(row + 2 * stride, even - odd);
    bg_store(row + 3 * stride, near + far);
    bg_store(row + 4 * stride, near - far);
    bg_store(row + 5 * stride, 4 * (d1 - d3) + (d5 - d3));
  }
}

/* Slices are sums or differences of two planes of the tile. */
static const int tile_planes[SLICES][2] = {{0, 2}, {1, 2}, {2, 1}, {1, 3}};

/* `count` channels, a multiple of BG_WIDTH, of a slice whose planes lie inside the image at a and b. */
__attribute__((noinline)) static void transform_inside(const float *a, const float *b, ptrdiff_t row, ptrdiff_t column,
                                                       float sign, int count, float *to, ptrdiff_t stride) {
  for (int c = 0; c < count; c += BG_WIDTH) {
    bg_vec v[HIGH][WIDE];
    BG_UNROLL(4)
    for (int i = 0; i < HIGH; i++) {
      BG_UNROLL(6)
      for (int j = 0; j < WIDE; j++) {
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
    bg_vec v[HIGH][WIDE];
    if (count - c >= BG_WIDTH) {
      BG_UNROLL(24)
      for (int i = 0; i < PLANE; i++) v[i / WIDE][i % WIDE] = bg_load(a[i] + c) + sign * bg_load(b[i] + c);
    } else {
      float short_vectors[PLANE][BG_WIDTH] = {{0}};
      for (int i = 0; i < PLANE; i++) {
        for (int k = 0; k < count - c; k++) short_vectors[i][k] = a[i][c + k] + sign * b[i][c + k];
      }
      BG_UNROLL(24)
      for (int i = 0; i < PLANE; i++) v[i / WIDE][i % WIDE] = bg_load(short_vectors[i]);
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
  const ptrdiff_t plane = t->step[0], row = t->step[1], column = t->step[2];
  const float *origin = image + (ptrdiff_t)item * t->size[0] * t->size[1] * t->size[2] * t->channels + first;
  const int inside = za >= 0 && zb >= 0 && za < t->size[0] && zb < t->size[0] && y >= 0 && y + HIGH <= t->size[1] && x >= 0 &&
                     x + WIDE <= t->size[2];
  const int whole = inside ? count / BG_WIDTH * BG_WIDTH : 0;
  const ptrdiff_t offset = y * row + x * column;
  if (inside) transform_inside(origin + za * plane + offset, origin + zb * plane + offset, row, column, sign, whole, to, stride);
  if (whole == count) return;
  const float *a[PLANE], *b[PLANE];
  for (int i = 0; i < PLANE; i++) {
    const int yi = y + i / WIDE, xi = x + i % WIDE;
    const int within = yi >= 0 && yi < t->size[1] && xi >= 0 && xi < t->size[2];
    const ptrdiff_t voxel = yi * row + xi * column;
    a[i] = within && za >= 0 && za < t->size[0] ? origin + za * plane + voxel : zeros;
    b[i] = within && zb >= 0 && zb < t->size[0] ? origin + zb * plane + voxel : zeros;
  }
  transform_border(a, b, sign, whole, count, to, stride);
}

#endif
