/* The kernels of one target, in the order of kernels.def. */
#include "bg.h"

#define KERNEL(name, signature) void BG_SYMBOL(name)(void *const *buffers, const double *numbers);
#include "kernels.def"
#undef KERNEL

bg_kernel *const BG_SYMBOL(table)[] = {
#define KERNEL(name, signature) BG_SYMBOL(name),
#include "kernels.def"
#undef KERNEL
};
