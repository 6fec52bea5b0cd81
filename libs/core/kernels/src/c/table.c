/* The kernels of one target, in the order of kernels.def. */
#include "bg.h"

#define KERNEL(name) BG_KERNEL(name);
#include "kernels.def"
#undef KERNEL

bg_kernel *const BG_SYMBOL(table)[] = {
#define KERNEL(name) BG_SYMBOL(name),
#include "kernels.def"
#undef KERNEL
};
