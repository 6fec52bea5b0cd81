#ifndef BG_NATIVE_H
#define BG_NATIVE_H

#include <stddef.h>

/* Lets `count` worker threads take part from now on, starting what is missing; the number that do. */
int bg_start_threads(int count);

/*
 * Asks the system for large pages under this memory, where there are such: of 2 MB instead of 4 kB, so that tensors of
 * many megabytes cost fewer faults when they are new and fewer misses when they are read.
 */
void bg_ask_large_pages(void *memory, size_t bytes);

#endif
