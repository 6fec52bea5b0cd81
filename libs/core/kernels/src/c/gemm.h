/*
 * The inner loop of every matrix product here: a block of BG_ROWS rows by two vectors of columns stays in registers
 * while the depth goes by. The rows of A are broadcast, so A needs no packing, by rows (A[r][k]: step 1) or by columns
 * (A[k][r]: row 1); B is read two vectors at a time.
 */
#ifndef BG_GEMM_H
#define BG_GEMM_H

#include "bg.h"

/* As many rows as registers hold without spilling: 32 vector registers or 16. */
#if BG_WIDTH == 16 || defined(__aarch64__)
#define BG_ROWS 12
#elif BG_WIDTH == 8
#define BG_ROWS 6
#else
#define BG_ROWS 4
#endif
#define BG_COLUMNS (2 * BG_WIDTH)

typedef struct {
  const float *a;
  ptrdiff_t a_row, a_step; /* from one row of C to the next, from one step of the depth to the next */
  const float *b;
  ptrdiff_t b_step;
  float *c;
  ptrdiff_t c_row;
  int depth;
} bg_gemm;

/*
 * C[rows][BG_COLUMNS] = A B, or C += A B, where the product is summed apart first: a long depth done in pieces rounds
 * less than in one. Threes of rows share a pointer: row and 2 row are scaled addresses.
 */
BG_INLINE void bg_gemm_rows(const int rows, const int accumulate, const bg_gemm *g) {
  bg_vec left[BG_ROWS], right[BG_ROWS];
  BG_UNROLL(12)
  for (int r = 0; r < rows; r++) {
    left[r] = (bg_vec){0};
    right[r] = (bg_vec){0};
  }
  const ptrdiff_t row = g->a_row, step = g->a_step, b_step = g->b_step;
  const float *a[4] = {g->a, g->a + 3 * row, g->a + 6 * row, g->a + 9 * row};
  const float *b = g->b;
  for (int k = g->depth; k > 0; k--) {
    const bg_vec b0 = bg_load(b), b1 = bg_load(b + BG_WIDTH);
    BG_UNROLL(12)
    for (int r = 0; r < rows; r++) {
      const bg_vec x = bg_splat(a[r / 3][(r % 3) * row]);
      left[r] += x * b0;
      right[r] += x * b1;
    }
    BG_UNROLL(4)
    for (int i = 0; i < (rows + 2) / 3; i++) a[i] += step;
    b += b_step;
  }
  BG_UNROLL(12)
  for (int r = 0; r < rows; r++) {
    float *c = g->c + r * g->c_row;
    bg_store(c, accumulate ? bg_load(c) + left[r] : left[r]);
    bg_store(c + BG_WIDTH, accumulate ? bg_load(c + BG_WIDTH) + right[r] : right[r]);
  }
}

/*
 * The full block as functions of their own: compilers of WebAssembly, which see all of a large function at once, would
 * spill the sums inside it.
 */
__attribute__((noinline, unused)) static void bg_gemm_full(const bg_gemm *g) { bg_gemm_rows(BG_ROWS, 0, g); }
__attribute__((noinline, unused)) static void bg_gemm_full_add(const bg_gemm *g) { bg_gemm_rows(BG_ROWS, 1, g); }

/* Any number of rows, in full blocks and then smaller ones. */
BG_INLINE void bg_gemm_block(int rows, const int accumulate, bg_gemm g) {
  for (; rows >= BG_ROWS; rows -= BG_ROWS) {
    if (accumulate) {
      bg_gemm_full_add(&g);
    } else {
      bg_gemm_full(&g);
    }
    g.a += BG_ROWS * g.a_row;
    g.c += BG_ROWS * g.c_row;
  }
#if BG_ROWS > 4
  for (; rows >= 4; rows -= 4) {
    bg_gemm_rows(4, accumulate, &g);
    g.a += 4 * g.a_row;
    g.c += 4 * g.c_row;
  }
#endif
  for (; rows > 0; rows--) {
    bg_gemm_rows(1, accumulate, &g);
    g.a += g.a_row;
    g.c += g.c_row;
  }
}

#endif
