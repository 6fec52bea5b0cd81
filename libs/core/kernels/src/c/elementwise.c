/* Element by element: one operand, or two of which one may repeat. */
#include "bg.h"

enum { BLOCK = 16384 };

typedef struct {
  const float *a, *b;
  float *y;
  int count, operation, period; /* b repeats with this period */
} job;

/* y = expression of the vectors a and b, from element `first` to `last`; b is read from `other`, or constant. */
#define EACH(expression)                                                    \
  {                                                                         \
    int i = first;                                                          \
    for (; i + BG_WIDTH <= last; i += BG_WIDTH) {                           \
      const bg_vec a = bg_load(j->a + i);                                   \
      const bg_vec b = constant ? bg_splat(*other) : bg_load(other + i - first); \
      (void)b;                                                              \
      bg_store(j->y + i, expression);                                       \
    }                                                                       \
    if (i < last) {                                                         \
      bg_vec a = {0}, b = {0}, y;                                           \
      (void)b;                                                              \
      for (int k = i; k < last; k++) {                                      \
        a[k - i] = j->a[k];                                                 \
        b[k - i] = constant ? *other : other[k - first];                    \
      }                                                                     \
      y = expression;                                                       \
      for (int k = i; k < last; k++) j->y[k] = y[k - i];                    \
    }                                                                       \
  }

static bg_vec select(bg_ivec condition, bg_vec yes, bg_vec no) {
  return (bg_vec)((condition & (bg_ivec)yes) | (~condition & (bg_ivec)no));
}

enum { ADD, SUBTRACT, MULTIPLY, DIVIDE, REVERSE_SUBTRACT, REVERSE_DIVIDE, SQUARED_DIFFERENCE, MAXIMUM, MINIMUM, SILU_GRADIENT };

static bg_vec silu_slope(bg_vec x) {
  const bg_vec s = bg_vsigmoid(x);
  return s * (1 + x * (1 - s));
}

static void binary_run(const job *j, const float *other, int constant, int first, int last) {
  switch (j->operation) {
    case ADD: EACH(a + b) break;
    case SUBTRACT: EACH(a - b) break;
    case MULTIPLY: EACH(a * b) break;
    case DIVIDE: EACH(a / b) break;
    case REVERSE_SUBTRACT: EACH(b - a) break;
    case REVERSE_DIVIDE: EACH(b / a) break;
    case SQUARED_DIFFERENCE: EACH((a - b) * (a - b)) break;
    case MAXIMUM: EACH(select((a > b) | (a != a), a, b)) break;
    case MINIMUM: EACH(select((a < b) | (a != a), a, b)) break;
    case SILU_GRADIENT: EACH(b * silu_slope(a)) break;
  }
}

static void binary_blocks(int begin, int end, void *context) {
  const job *j = context;
  const int last = bg_min(end * BLOCK, j->count);
  if (j->period == 1) {
    binary_run(j, j->b, 1, begin * BLOCK, last);
    return;
  }
  for (int i = begin * BLOCK; i < last;) {
    const int phase = i % j->period, next = bg_min(last, i + j->period - phase);
    binary_run(j, j->b + phase, 0, i, next);
    i = next;
  }
}

BG_KERNEL(binary) {
  job j = {arg->a, arg->b, arg->y, arg->count, arg->operation, arg->period};
  bg_parallel((j.count + BLOCK - 1) / BLOCK, binary_blocks, &j);
}

enum { NEGATIVE, SQUARE, SQUARE_ROOT, RECIPROCAL_ROOT, EXPONENTIAL, SIGMOID, SILU, RELU, ABSOLUTE, RECIPROCAL, ERROR_FUNCTION };

static bg_vec square_root(bg_vec x) {
  for (int i = 0; i < BG_WIDTH; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
}

/*
 * erf(x): near zero its series to x^13, elsewhere the rational approximation of Abramowitz and Stegun 1964, 7.1.26;
 * relative error below 4e-7.
 */
static bg_vec error_function(bg_vec x) {
  const bg_vec zero = {0}, away = select(x < zero, -x, x), square = x * x;
  bg_vec series = square * (1.0f / 9360) - 1.0f / 1320;
  series = series * square + 1.0f / 216;
  series = series * square - 1.0f / 42;
  series = series * square + 1.0f / 10;
  series = series * square - 1.0f / 3;
  series = (series * square + 1) * x * 1.128379167f;
  const bg_vec t = 1 / (1 + away * 0.3275911f);
  bg_vec tail = t * 1.061405429f - 1.453152027f;
  tail = tail * t + 1.421413741f;
  tail = tail * t - 0.284496736f;
  tail = tail * t + 0.254829592f;
  const bg_vec most = 1 - tail * t * bg_vexp(-square);
  return select(away < bg_splat(0.6f), series, select(x < zero, -most, most));
}

static void unary_blocks(int begin, int end, void *context) {
  const job *j = context;
  const int first = begin * BLOCK, last = bg_min(end * BLOCK, j->count), constant = 1;
  const float nothing = 0, *other = &nothing;
  const bg_vec zero = {0};
  switch (j->operation) {
    case NEGATIVE: EACH(-a) break;
    case SQUARE: EACH(a * a) break;
    case SQUARE_ROOT: EACH(square_root(a)) break;
    case RECIPROCAL_ROOT: EACH(1 / square_root(a)) break;
    case EXPONENTIAL: EACH(bg_vexp(a)) break;
    case SIGMOID: EACH(bg_vsigmoid(a)) break;
    case SILU: EACH(a * bg_vsigmoid(a)) break;
    case RELU: EACH(select((a > zero) | (a != a), a, zero)) break;
    case ABSOLUTE: EACH(select(a < zero, -a, a)) break;
    case RECIPROCAL: EACH(1 / a) break;
    case ERROR_FUNCTION: EACH(error_function(a)) break;
  }
}

BG_KERNEL(unary) {
  job j = {arg->x, NULL, arg->y, arg->count, arg->operation, 0};
  bg_parallel((j.count + BLOCK - 1) / BLOCK, unary_blocks, &j);
}
