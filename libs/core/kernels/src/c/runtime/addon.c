/*
 * The Node-API addon: { start(threads, simd) -> { simd, threads }, call(index, buffers, numbers), askLargePages(bytes),
 * names, sources }: the digest of the C sources it was built from.
 */
#include <node_api.h>
#include <stdio.h>
#include <string.h>

#include "native.h"
#include "runtime.h"

enum { MAX_BUFFERS = 32 };

#define TARGET(name) extern bg_kernel *const bg_table_##name[];
BG_TARGETS
#undef TARGET

static bg_kernel *const *table;
static const char *simd;

#define KERNEL(name, signature) #name,
static const char *const names[] = {
#include "../kernels.def"
};
#undef KERNEL
enum { KERNELS = sizeof names / sizeof *names };

static int supported(const char *name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!strcmp(name, "avx512")) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
  }
  if (!strcmp(name, "avx2")) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  (void)name;
  return 1;
}

static napi_value fail(napi_env env, const char *message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

/* start(threads, simd): the best set of instructions this processor has, or the one asked for ('' for the best). */
static napi_value start(napi_env env, napi_callback_info info) {
  size_t count = 2, length = 0;
  napi_value arguments[2], result, value;
  int32_t threads = 1;
  char asked[16] = "";
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_int32(env, arguments[0], &threads);
  napi_get_value_string_utf8(env, arguments[1], asked, sizeof asked, &length);
  simd = NULL;
#define TARGET(name)                                                            \
  if (!simd && supported(#name) && (!*asked || !strcmp(asked, #name))) {        \
    simd = #name;                                                               \
    table = bg_table_##name;                                                    \
  }
  BG_TARGETS
#undef TARGET
  if (!simd) return fail(env, "this processor or this build lacks the instructions asked for");
  const int workers = bg_start_threads(threads - 1);
  napi_create_object(env, &result);
  napi_create_string_utf8(env, simd, NAPI_AUTO_LENGTH, &value);
  napi_set_named_property(env, result, "simd", value);
  napi_create_int32(env, workers + 1, &value);
  napi_set_named_property(env, result, "threads", value);
  return result;
}

/* call(index, buffers, numbers): buffers are typed arrays or null, numbers a Float64Array. */
static napi_value call(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value arguments[3], element;
  void *numbers = NULL;
  uint32_t index = KERNELS, length = 0;
  void *buffers[MAX_BUFFERS] = {NULL};
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  if (napi_get_value_uint32(env, arguments[0], &index) != napi_ok || index >= KERNELS || !table) {
    return fail(env, "no such kernel");
  }
  if (napi_get_array_length(env, arguments[1], &length) != napi_ok || length > MAX_BUFFERS) {
    return fail(env, "expected an array of at most 32 buffers");
  }
  for (uint32_t i = 0; i < length; i++) {
    napi_get_element(env, arguments[1], i, &element);
    if (napi_get_typedarray_info(env, element, NULL, NULL, &buffers[i], NULL, NULL) == napi_ok) continue;
    napi_valuetype type;
    napi_typeof(env, element, &type);
    if (type != napi_null) return fail(env, "a buffer is neither a typed array nor null");
    buffers[i] = NULL;
  }
  if (napi_get_typedarray_info(env, arguments[2], NULL, NULL, &numbers, NULL, NULL) != napi_ok) {
    return fail(env, "expected the numbers as a Float64Array");
  }
  table[index](buffers, numbers);
  const char *failure = bg_take_failure();
  const double wanting = bg_take_wanting();
  if (!failure) return NULL;
  /* The bytes wanting travel as the error's code. */
  char code[32] = "";
  if (wanting > 0) snprintf(code, sizeof code, "%.0f", wanting);
  napi_throw_error(env, code, failure);
  return NULL;
}

/* askLargePages(bytes): a Uint8Array over memory that tensors will lie in. */
static napi_value ask_large_pages(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value argument;
  void *memory = NULL;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (napi_get_typedarray_info(env, argument, NULL, &length, &memory, NULL, NULL) != napi_ok) {
    return fail(env, "expected a Uint8Array");
  }
  bg_ask_large_pages(memory, length);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value value, list;
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, start, NULL, &value);
  napi_set_named_property(env, exports, "start", value);
  napi_create_function(env, "call", NAPI_AUTO_LENGTH, call, NULL, &value);
  napi_set_named_property(env, exports, "call", value);
  napi_create_function(env, "askLargePages", NAPI_AUTO_LENGTH, ask_large_pages, NULL, &value);
  napi_set_named_property(env, exports, "askLargePages", value);
  napi_create_array_with_length(env, KERNELS, &list);
  for (uint32_t i = 0; i < KERNELS; i++) {
    napi_create_string_utf8(env, names[i], NAPI_AUTO_LENGTH, &value);
    napi_set_element(env, list, i, value);
  }
  napi_set_named_property(env, exports, "names", list);
  napi_create_string_utf8(env, BG_SOURCES, NAPI_AUTO_LENGTH, &value);
  napi_set_named_property(env, exports, "sources", value);
  return exports;
}
