/*
 * exp and log in single precision, for one number and for a vector: range reduction by powers of two and a
 * polynomial (minimax fits of our own), relative error below 2e-7. Infinities and NaN behave as in C.
 */
#ifndef BG_MATH_H
#define BG_MATH_H

/* exp(x) = 2^k * exp(r), |r| <= ln(2) / 2, the Taylor series to r^7: gives exp(r), and the whole number k. */
BG_INLINE bg_vec bg_vexp_parts(bg_vec x, bg_ivec *whole) {
  const bg_vec magic = bg_splat(12582912.0f); /* 1.5 * 2^23: adding it rounds to an integer */
  const bg_vec rounded = x * 1.44269504f + magic;
  const bg_vec k = rounded - magic;
  bg_vec r = x - k * 0.693359375f;
  r = r + k * 2.12194440e-4f;
  bg_vec p = r * (1.0f / 5040) + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  *whole = (bg_ivec)rounded - (bg_ivec)magic;
  return p * r * r + r + 1.0f;
}

/* Below -87.3 the result is 0. */
BG_INLINE bg_vec bg_vexp(bg_vec x) {
  const bg_vec low = bg_splat(-87.33654f), high = bg_splat(88.72283f);
  const bg_ivec under = x < low, over = x > high, nan = x != x;
  bg_vec clamped = (bg_vec)(((bg_ivec)x & ~(under | over | nan)));
  bg_ivec whole;
  const bg_vec p = bg_vexp_parts(clamped, &whole);
  /* 2^k in two factors, for k = 128 has no exponent of its own */
  const bg_ivec half = whole >> 1;
  const bg_vec first = (bg_vec)((half + 127) << 23), second = (bg_vec)((whole - half + 127) << 23);
  bg_ivec result = (bg_ivec)(p * first * second);
  result = (result & ~(under | over)) | (over & (bg_ivec)bg_splat(__builtin_inff()));
  return (bg_vec)((result & ~nan) | ((bg_ivec)x & nan));
}

/*
 * The logistic function 1 / (1 + exp(-x)) without a division: with e = exp(-|x|) its denominator d = 1 + e lies in
 * [1, 2], where the minimax quadratic is within 1/99 of 1/d and two steps of Newton leave 1e-8.
 */
BG_INLINE bg_vec bg_vsigmoid(bg_vec x) {
  const bg_ivec sign = (bg_ivec)bg_splat(-0.0f);
  const bg_vec away = (bg_vec)((bg_ivec)x | sign);
  bg_ivec whole;
  const bg_vec p = bg_vexp_parts(away, &whole);
  const bg_ivec under = away < bg_splat(-87.33654f);
  const bg_vec power = (bg_vec)((whole + 127) << 23);
  const bg_vec e = (bg_vec)((bg_ivec)(p * power) & ~under);
  const bg_vec d = 1 + e;
  bg_vec q = (d * (32.0f / 99) - 144.0f / 99) * d + 210.0f / 99;
  q = q + q * (1 - d * q);
  q = q + q * (1 - d * q);
  const bg_ivec negative = x < (bg_vec){0};
  return q * (bg_vec)((negative & (bg_ivec)e) | (~negative & (bg_ivec)bg_splat(1.0f)));
}

BG_INLINE float bg_expf(float x) {
  if (x != x) return x;
  if (x < -87.33654f) return 0;
  if (x > 88.72283f) return __builtin_inff();
  const float scaled = x * 1.44269504f;
  const int whole = (int)(scaled + (scaled < 0 ? -0.5f : 0.5f));
  const float r = (x - (float)whole * 0.693359375f) + (float)whole * 2.12194440e-4f;
  float p = r * (1.0f / 5040) + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r * r + r + 1.0f;
  const int half = whole >> 1;
  union { int32_t bits; float value; } first = {(half + 127) << 23}, second = {(whole - half + 127) << 23};
  return p * first.value * second.value;
}

/* log(x) = k ln(2) + log(m), m in [sqrt(1/2), sqrt(2)), by 2 atanh((m - 1) / (m + 1)). */
BG_INLINE float bg_logf(float x) {
  union { float value; int32_t bits; } u = {x};
  if (x != x || x < 0) return __builtin_nanf("");
  if (x == 0) return -__builtin_inff();
  if (u.bits == 0x7f800000) return x;
  int exponent = 0;
  if (u.bits < 0x00800000) { u.value *= 8388608.0f; exponent = -23; }
  exponent += (u.bits - 0x3f3504f3) >> 23;
  const int shift = (u.bits - 0x3f3504f3) >> 23;
  u.bits -= shift * (1 << 23);
  const float f = u.value - 1, s = f / (2 + f), z = s * s;
  float p = z * (2.0f / 11) + 2.0f / 9;
  p = p * z + 2.0f / 7;
  p = p * z + 2.0f / 5;
  p = p * z + 2.0f / 3;
  return (float)exponent * 0.693359375f + (2 * s + s * z * p - (float)exponent * 2.12194440e-4f);
}

#endif
