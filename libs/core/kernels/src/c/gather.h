/*
 * Convolutions of any filter, stride and padding as matrix products: the inputs of a block of outputs are gathered,
 * tap by tap, into rows of a matrix. One description serves the forward pass (sources lie at stride * output + tap)
 * and the input gradient (one class of inputs for each remainder of the stride: the taps that reach it lie side by
 * side among the outputs).
 */
#ifndef BG_GATHER_H
#define BG_GATHER_H

#include "gemm.h"

enum { MOST_TAPS = 343 };

typedef struct {
  int batch, channels; /* of the source */
  int size[3];         /* of the source */
  int grid[3];         /* targets along each axis */
  int step[3];         /* source voxels from one target to the next */
  int taps;
  int16_t offset[MOST_TAPS][3]; /* of each tap's source voxel */
  int count;                    /* targets in all */
} gathering;

BG_INLINE void place(const gathering *g, int target, int *item, int at[3]) {
  at[2] = target % g->grid[2];
  target /= g->grid[2];
  at[1] = target % g->grid[1];
  target /= g->grid[1];
  at[0] = target % g->grid[0];
  *item = target / g->grid[0];
}

/* Rows [taps][channels] for the targets first .. first + count - 1; what lies outside is zero. */
__attribute__((unused)) static void gather_rows(const gathering *g, const float *source, int first, int count, float *rows) {
  const ptrdiff_t column = g->channels, row = column * g->size[2], plane = row * g->size[1];
  for (int i = 0; i < count; i++) {
    int item, at[3];
    place(g, first + i, &item, at);
    const int z = at[0] * g->step[0], y = at[1] * g->step[1], x = at[2] * g->step[2];
    const float *origin = source + (ptrdiff_t)item * g->size[0] * plane;
    for (int tap = 0; tap < g->taps; tap++, rows += column) {
      const int zi = z + g->offset[tap][0], yi = y + g->offset[tap][1], xi = x + g->offset[tap][2];
      const int within = zi >= 0 && zi < g->size[0] && yi >= 0 && yi < g->size[1] && xi >= 0 && xi < g->size[2];
      const float *from = origin + zi * plane + yi * row + xi * column;
      int c = 0;
      if (within) {
        for (; c + BG_WIDTH <= g->channels; c += BG_WIDTH) bg_store(rows + c, bg_load(from + c));
        for (; c < g->channels; c++) rows[c] = from[c];
      } else {
        for (; c + BG_WIDTH <= g->channels; c += BG_WIDTH) bg_store(rows + c, (bg_vec){0});
        for (; c < g->channels; c++) rows[c] = 0;
      }
    }
  }
}

/* The taps of the forward pass. */
static void forward_taps(gathering *g, const int filter[3], const int pad[3]) {
  g->taps = filter[0] * filter[1] * filter[2];
  for (int tap = 0; tap < g->taps; tap++) {
    g->offset[tap][0] = (int16_t)(tap / filter[2] / filter[1] - pad[0]);
    g->offset[tap][1] = (int16_t)(tap / filter[2] % filter[1] - pad[1]);
    g->offset[tap][2] = (int16_t)(tap % filter[2] - pad[2]);
  }
}

BG_INLINE void count_targets(gathering *g) { g->count = g->batch * g->grid[0] * g->grid[1] * g->grid[2]; }

/* Targets done at once: their rows take about 192 kB. */
BG_INLINE int block_of(int depth) { return bg_max(12, bg_min(240, 48 * 1024 / bg_max(1, depth) / 12 * 12)); }

#endif
