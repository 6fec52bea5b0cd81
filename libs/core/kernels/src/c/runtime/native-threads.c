/* Worker threads of the addon: pthreads that live as long as the process. */
#include "runtime.h"

#include <pthread.h>
#include <signal.h>

#include "native.h"

int bg_patience = 1200;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void bg_wait(_Atomic int32_t *address, int32_t expected) {
  pthread_mutex_lock(&lock);
  while (*address == expected) pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
}

void bg_wake(_Atomic int32_t *address) {
  (void)address;
  pthread_mutex_lock(&lock);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

void bg_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void *live(void *index) {
  bg_work((int)(intptr_t)index);
  return NULL;
}

int bg_start_threads(int count) {
  static int started;
  /* Signals are for Node's own threads. */
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, (size_t)4 << 20);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (; started < count; started++) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, live, (void *)(intptr_t)started)) break;
  }
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  const int used = bg_min(started, count);
  bg_set_workers(used);
  return used;
}
