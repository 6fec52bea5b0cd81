/*
 * bg_parallel: one job at a time, its pieces taken by whoever is free. A piece is claimed by a compare-and-swap on a
 * word that holds the job's number beside the next piece: a worker that wakes late claims nothing of a job gone by.
 * The caller takes pieces too, so a job ends even where no worker ever wakes.
 */
#include "runtime.h"

#include <stdatomic.h>

/* How many workers' deaths are told apart; those of higher index are never given work. */
enum { BG_WORKERS = 256 };

static bg_body *job_body;
static void *job_context;
static int job_count, job_piece, job_pieces;

static _Atomic uint64_t ticket;     /* job number << 32 | next piece */
static _Atomic int32_t generation;  /* what idle workers sleep on */
static _Atomic int32_t pieces_done; /* what the caller sleeps on */
static _Atomic int32_t caller_sleeps, busy, stopping, sleepers;
static _Atomic int8_t holds[BG_WORKERS]; /* whether worker i computes a piece */
static _Atomic int8_t is_dead[BG_WORKERS];
static _Atomic int32_t deaths;
static int workers;

int bg_may_sleep = 1;

void bg_set_workers(int count) { workers = bg_min(count, BG_WORKERS); }

void bg_worker_died(int index) {
  if (index < 0 || index >= BG_WORKERS || atomic_exchange(&is_dead[index], 1)) return;
  atomic_fetch_add(&deaths, 1);
  bg_wake(&pieces_done);
}

int bg_has_lost_workers(void) { return atomic_load(&deaths) > 0; }

/* Pieces that nobody will finish: a worker holds one at most. */
static int lost_pieces(void) {
  int lost = 0;
  if (atomic_load(&deaths) == 0) return 0;
  for (int i = 0; i < workers; i++) lost += atomic_load(&is_dead[i]) && atomic_load(&holds[i]);
  return lost;
}

/* Takes pieces of the current job while there are any; `hold` tells of the one in work, NULL for the calling thread. */
static void take_pieces(_Atomic int8_t *hold) {
  for (;;) {
    uint64_t seen = atomic_load(&ticket);
    bg_body *body = job_body;
    void *context = job_context;
    const int count = job_count, piece = job_piece, pieces = job_pieces;
    const int index = (int)(uint32_t)seen;
    if (index >= pieces) return;
    if (hold) atomic_store(hold, 1);
    if (atomic_compare_exchange_strong(&ticket, &seen, seen + 1)) {
      body(index * piece, bg_min(count, (index + 1) * piece), context);
      const int32_t done = atomic_fetch_add(&pieces_done, 1) + 1;
      if (hold) atomic_store(hold, 0);
      if (done == pieces && atomic_load(&caller_sleeps)) bg_wake(&pieces_done);
    } else if (hold) {
      atomic_store(hold, 0);
    }
  }
}

void bg_work(int index) {
  int32_t seen = 0;
  while (!atomic_load(&stopping)) {
    int32_t now = atomic_load(&generation);
    for (int i = 0; i < bg_patience && now == seen; i++) {
      bg_pause();
      now = atomic_load(&generation);
    }
    if (now == seen) {
      atomic_fetch_add(&sleepers, 1);
      bg_wait(&generation, seen);
      atomic_fetch_sub(&sleepers, 1);
      continue;
    }
    seen = now;
    if (index < workers) take_pieces(&holds[index]);
  }
}

void bg_stop(void) {
  atomic_store(&stopping, 1);
  atomic_fetch_add(&generation, 1);
  bg_wake(&generation);
}

void bg_parallel(int count, bg_body *body, void *context) {
  if (count <= 0) return;
  const int piece = (count + BG_PIECES - 1) / BG_PIECES, pieces = (count + piece - 1) / piece;
  int32_t free = 0;
  if (pieces == 1 || workers == 0 || !atomic_compare_exchange_strong(&busy, &free, 1)) {
    for (int i = 0; i < pieces; i++) body(i * piece, bg_min(count, (i + 1) * piece), context);
    return;
  }
  /* No piece can be claimed while the fields change: the last job's are all gone, and its number is still in the ticket. */
  const uint64_t job = (atomic_load(&ticket) >> 32) + 1;
  atomic_store(&ticket, (job << 32) | 0x7fffffff);
  job_body = body;
  job_context = context;
  job_count = count;
  job_piece = piece;
  job_pieces = pieces;
  atomic_store(&pieces_done, 0);
  atomic_store(&ticket, (job + 1) << 32);
  atomic_fetch_add(&generation, 1);
  if (atomic_load(&sleepers) > 0) bg_wake(&generation);
  take_pieces(NULL);
  for (int i = 0; i < bg_patience && atomic_load(&pieces_done) < pieces; i++) bg_pause();
  int32_t done;
  while ((done = atomic_load(&pieces_done)) < pieces) {
    /* The others finish what they hold before the call fails, for their memory is given away afterwards. */
    const int lost = lost_pieces();
    if (lost > 0 && atomic_load(&pieces_done) + lost >= pieces) {
      for (int i = 0; i < workers; i++) {
        if (atomic_load(&is_dead[i])) atomic_store(&holds[i], 0);
      }
      bg_fail("a worker thread died");
      break;
    }
    if (!bg_may_sleep) {
      bg_pause();
      continue;
    }
    atomic_store(&caller_sleeps, 1);
    if (atomic_load(&pieces_done) == done) bg_wait(&pieces_done, done);
    atomic_store(&caller_sleeps, 0);
  }
  atomic_store(&busy, 0);
}
