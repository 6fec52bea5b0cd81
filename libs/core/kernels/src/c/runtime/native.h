#ifndef BG_NATIVE_H
#define BG_NATIVE_H

/* Lets `count` worker threads take part from now on, starting what is missing; the number that do. */
int bg_start_threads(int count);

#endif
