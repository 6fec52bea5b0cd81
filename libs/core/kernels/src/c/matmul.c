/* C = A B (+ bias), or C += A B, either of them transposed, for a batch of matrices. */
#include "gemm.h"

/* Depth summed at once: a panel of it stays in the first-level cache, and long sums round less in pieces. */
enum { DEPTH = 512 };

typedef struct {
  int batch, rows, columns, depth;
  int a_batches, b_batches; /* 1 where all share one */
  int a_transposed, b_transposed, accumulate;
  int block, blocks, panels;
  const float *a, *b, *bias;
  float *packed; /* [b_batches][panels][depth][BG_COLUMNS] */
  float *c;
} product;

static void pack_panels(int begin, int end, void *context) {
  const product *p = context;
  for (int i = begin; i < end; i++) {
    const float *b = p->b + (ptrdiff_t)(i / p->panels) * p->depth * p->columns;
    const int first = i % p->panels * BG_COLUMNS, count = bg_min(BG_COLUMNS, p->columns - first);
    float *to = p->packed + (ptrdiff_t)i * p->depth * BG_COLUMNS;
    memset(to, 0, sizeof(float) * p->depth * BG_COLUMNS);
    if (p->b_transposed) {
      for (int c = 0; c < count; c++) {
        for (int k = 0; k < p->depth; k++) to[(ptrdiff_t)k * BG_COLUMNS + c] = b[(ptrdiff_t)(first + c) * p->depth + k];
      }
    } else {
      for (int k = 0; k < p->depth; k++) {
        for (int c = 0; c < count; c++) to[(ptrdiff_t)k * BG_COLUMNS + c] = b[(ptrdiff_t)k * p->columns + first + c];
      }
    }
  }
}

static void multiply_blocks(int begin, int end, void *context) {
  const product *p = context;
  const int width = p->panels * BG_COLUMNS;
  const int direct = width == p->columns && !p->bias;
  float *scratch = direct ? NULL : bg_alloc(sizeof(float) * p->block * (size_t)width);
  if (!direct && !scratch) return;
  for (int i = begin; i < end; i++) {
    const int item = i / p->blocks, first = i % p->blocks * p->block, rows = bg_min(p->block, p->rows - first);
    const float *a = p->a + (p->a_batches > 1 ? (ptrdiff_t)item * p->rows * p->depth : 0);
    const float *packed = p->packed + (p->b_batches > 1 ? (ptrdiff_t)item * p->depth * width : 0);
    float *c = p->c + ((ptrdiff_t)item * p->rows + first) * p->columns;
    float *to = direct ? c : scratch;
    for (int panel = 0; panel < p->panels; panel++) {
      for (int k = 0; k < p->depth; k += DEPTH) {
        const bg_gemm g = {a + (p->a_transposed ? first + (ptrdiff_t)k * p->rows : (ptrdiff_t)first * p->depth + k),
                           p->a_transposed ? 1 : p->depth,
                           p->a_transposed ? p->rows : 1,
                           packed + ((ptrdiff_t)panel * p->depth + k) * BG_COLUMNS,
                           BG_COLUMNS,
                           to + panel * BG_COLUMNS,
                           width,
                           bg_min(DEPTH, p->depth - k)};
        if (k == 0 && !(direct && p->accumulate)) {
          bg_gemm_block(rows, 0, g);
        } else {
          bg_gemm_block(rows, 1, g);
        }
      }
    }
    if (direct) continue;
    for (int r = 0; r < rows; r++) {
      const float *from = scratch + (ptrdiff_t)r * width;
      float *row = c + (ptrdiff_t)r * p->columns;
      for (int k = 0; k < p->columns; k++) {
        row[k] = from[k] + (p->bias ? p->bias[k] : 0) + (p->accumulate ? row[k] : 0);
      }
    }
  }
  bg_free(scratch);
}

BG_KERNEL(matmul) {
  product p = {arg->batch, arg->rows, arg->columns, arg->depth, arg->sharedA ? 1 : arg->batch,
               arg->sharedB ? 1 : arg->batch, arg->transposeA, arg->transposeB, arg->accumulate};
  p.a = arg->a;
  p.b = arg->b;
  p.bias = arg->bias;
  p.c = arg->c;
  p.panels = (p.columns + BG_COLUMNS - 1) / BG_COLUMNS;
  p.block = bg_max(12, bg_min(240, (p.rows + 31) / 32 / 12 * 12));
  p.blocks = (p.rows + p.block - 1) / p.block;
  p.packed = bg_alloc(sizeof(float) * p.b_batches * (size_t)p.panels * p.depth * BG_COLUMNS + 1);
  if (!p.packed) return;
  bg_parallel(p.b_batches * p.panels, pack_panels, &p);
  bg_parallel(p.batch * p.blocks, multiply_blocks, &p);
  bg_free(p.packed);
}
