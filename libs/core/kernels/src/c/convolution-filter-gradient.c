/*
 * The filter gradient of a convolution of any size: gathered inputs [targets][taps * in], transposed, times output
 * gradients [targets][out], summed in chunks whose number depends on the shape alone.
 */
#include "gather.h"

typedef struct {
  gathering g;
  int out, depth, block, chunks, chunk;
  int rows, columns, padded; /* of the product: depth x out, or out x depth where there are few outputs */
  int turned;
  const float *source, *dy;
  float *sums; /* [chunks][rows][padded] */
  float *gradient;
} job;

static void sum_chunks(int begin, int end, void *context) {
  const job *j = context;
  const int out_width = (j->out + BG_COLUMNS - 1) / BG_COLUMNS * BG_COLUMNS;
  const int depth_width = (j->depth + BG_COLUMNS - 1) / BG_COLUMNS * BG_COLUMNS;
  /* The columns of the product are read in whole vectors: a row of either has room for that. */
  float *rows = bg_alloc(sizeof(float) * ((size_t)j->block * (j->depth + out_width) + depth_width));
  if (!rows) return;
  float *dy = rows + (size_t)j->block * j->depth + depth_width;
  memset(rows, 0, sizeof(float) * ((size_t)j->block * (j->depth + out_width) + depth_width));
  for (int chunk = begin; chunk < end; chunk++) {
    const int last = bg_min((chunk + 1) * j->chunk, j->g.count);
    float *sums = j->sums + (ptrdiff_t)chunk * j->rows * j->padded;
    memset(sums, 0, sizeof(float) * j->rows * (size_t)j->padded);
    for (int first = chunk * j->chunk; first < last; first += j->block) {
      const int count = bg_min(j->block, last - first);
      gather_rows(&j->g, j->source, first, count, rows);
      for (int i = 0; i < count; i++) {
        memcpy(dy + (ptrdiff_t)i * out_width, j->dy + (ptrdiff_t)(first + i) * j->out, sizeof(float) * j->out);
      }
      for (int column = 0; column < j->columns; column += BG_COLUMNS) {
        const bg_gemm g =
            j->turned
                ? (bg_gemm){dy, 1, out_width, rows + column, j->depth, sums + column, j->padded, count}
                : (bg_gemm){rows, 1, j->depth, dy + column, out_width, sums + column, j->padded, count};
        bg_gemm_block(j->rows, 1, g);
      }
    }
  }
  bg_free(rows);
}

static void add_chunks(int begin, int end, void *context) {
  const job *j = context;
  for (int row = begin; row < end; row++) {
    for (int column = 0; column < j->columns; column++) {
      float sum = 0;
      for (int chunk = 0; chunk < j->chunks; chunk++) {
        sum += j->sums[((ptrdiff_t)chunk * j->rows + row) * j->padded + column];
      }
      j->gradient[j->turned ? (ptrdiff_t)column * j->out + row : (ptrdiff_t)row * j->out + column] = sum;
    }
  }
}

BG_KERNEL(convolution_filter_gradient) {
  job j = {0};
  j.g.batch = arg->batch;
  j.g.channels = arg->inChannels;
  j.out = arg->outChannels;
  for (int i = 0; i < 3; i++) {
    j.g.size[i] = arg->input[i];
    j.g.step[i] = arg->strides[i];
    j.g.grid[i] = arg->output[i];
  }
  forward_taps(&j.g, arg->filter, arg->before);
  count_targets(&j.g);
  j.depth = j.g.taps * j.g.channels;
  j.turned = j.out < BG_WIDTH / 2;
  j.rows = j.turned ? j.out : j.depth;
  j.columns = j.turned ? j.depth : j.out;
  j.padded = (j.columns + BG_COLUMNS - 1) / BG_COLUMNS * BG_COLUMNS;
  j.block = block_of(j.depth);
  /* Sums of all chunks together stay within 32 MB. */
  const int most = bg_max(1, bg_min(16, (int)((32 << 20) / (4.0 * j.rows * j.padded))));
  j.chunk = (j.g.count + most - 1) / most;
  j.chunks = (j.g.count + j.chunk - 1) / j.chunk;
  j.source = arg->x;
  j.dy = arg->dy;
  j.gradient = arg->gradient;
  j.sums = bg_alloc(sizeof(float) * j.chunks * (size_t)j.rows * j.padded);
  if (!j.sums) return;
  bg_parallel(j.chunks, sum_chunks, &j);
  bg_parallel(j.rows, add_chunks, &j);
  bg_free(j.sums);
}
