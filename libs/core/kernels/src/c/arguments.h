/* The arguments of every kernel as a struct with the names of kernels.def, and what fills it. */
#ifndef BG_ARGUMENTS_H
#define BG_ARGUMENTS_H

#define REQUIRES(condition)

#define SIZE(name) int name;
#define SIZES(name) int name[3];
#define OFFSET(name) int name;
#define OFFSETS(name) int name[3];
#define FLAG(name) int name;
#define REAL(name) double name;
#define READS(type, name, ...) const type *name;
#define MAY_READ(type, name, ...) const type *name;
#define ROWS_READ(type, name) const type *name;
#define INDICES(type, name, ...) const type *name;
#define WRITES(type, name, ...) type *name;
#define MAY_WRITE(type, name, ...) type *name;
#define ROWS_WRITTEN(type, name) type *name;
#define KERNEL(name, signature) typedef struct { signature } bg_##name##_arguments;
#include "kernels.def"
#undef KERNEL
#undef SIZE
#undef SIZES
#undef OFFSET
#undef OFFSETS
#undef FLAG
#undef REAL
#undef READS
#undef MAY_READ
#undef ROWS_READ
#undef INDICES
#undef WRITES
#undef MAY_WRITE
#undef ROWS_WRITTEN

#define SIZE(name) arguments.name = (int)*number++;
#define SIZES(name) for (int i = 0; i < 3; i++) arguments.name[i] = (int)*number++;
#define OFFSET(name) SIZE(name)
#define OFFSETS(name) SIZES(name)
#define FLAG(name) SIZE(name)
#define REAL(name) arguments.name = *number++;
#define READS(type, name, ...) arguments.name = *buffer++;
#define MAY_READ(type, name, ...) arguments.name = *buffer++;
#define ROWS_READ(type, name) arguments.name = *buffer++;
#define INDICES(type, name, ...) arguments.name = *buffer++;
#define WRITES(type, name, ...) arguments.name = *buffer++;
#define MAY_WRITE(type, name, ...) arguments.name = *buffer++;
#define ROWS_WRITTEN(type, name) arguments.name = *buffer++;
#define KERNEL(name, signature)                                                                                        \
  static inline __attribute__((always_inline, unused)) bg_##name##_arguments bg_read_##name(void *const *buffer,       \
                                                                                            const double *number) {    \
    bg_##name##_arguments arguments;                                                                                   \
    signature return arguments;                                                                                        \
  }
#include "kernels.def"
#undef KERNEL
#undef SIZE
#undef SIZES
#undef OFFSET
#undef OFFSETS
#undef FLAG
#undef REAL
#undef READS
#undef MAY_READ
#undef ROWS_READ
#undef INDICES
#undef WRITES
#undef MAY_WRITE
#undef ROWS_WRITTEN
#undef REQUIRES
/* Shorthands of kernels.def. */
#undef PLANES
#undef BLOCKS
#undef CONVOLUTION
#undef WINOGRAD
#undef ATTENTION
#undef GROUPS
#undef SPLINE
#undef SPLINE_TABLES
#undef BINS

#endif
