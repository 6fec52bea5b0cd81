/* Stride 1 to few channels (the last layer of a network): dot products over the channels, with no matrix to fill. */
#include "gather.h"

typedef struct {
  gathering g;
  int out;
  const float *x, *filter /* [out][taps][channels] */, *bias;
  float *y;
} job;

enum { BLOCK = 64 };

static void convolve_voxels(int begin, int end, void *context) {
  const job *j = context;
  const gathering *g = &j->g;
  const ptrdiff_t column = g->channels, row = column * g->size[2], plane = row * g->size[1];
  const int whole = g->channels / BG_WIDTH * BG_WIDTH;
  for (int i = begin * BLOCK; i < bg_min(end * BLOCK, g->count); i++) {
    int item, at[3];
    place(g, i, &item, at);
    const float *origin = j->x + (ptrdiff_t)item * g->size[0] * plane;
    for (int o = 0; o < j->out; o++) {
      const float *filter = j->filter + (ptrdiff_t)o * g->taps * column;
      bg_vec sum = {0}, other = {0};
      float rest = 0;
      for (int tap = 0; tap < g->taps; tap++, filter += column) {
        const int z = at[0] + g->offset[tap][0], y = at[1] + g->offset[tap][1], x = at[2] + g->offset[tap][2];
        if (z < 0 || z >= g->size[0] || y < 0 || y >= g->size[1] || x < 0 || x >= g->size[2]) continue;
        const float *from = origin + z * plane + y * row + x * column;
        int c = 0;
        for (; c + BG_WIDTH < whole; c += 2 * BG_WIDTH) {
          sum += bg_load(from + c) * bg_load(filter + c);
          other += bg_load(from + c + BG_WIDTH) * bg_load(filter + c + BG_WIDTH);
        }
        if (c < whole) sum += bg_load(from + c) * bg_load(filter + c);
        for (c = whole; c < g->channels; c++) rest += from[c] * filter[c];
      }
      j->y[(ptrdiff_t)i * j->out + o] = bg_sum(sum + other) + rest + (j->bias ? j->bias[o] : 0);
    }
  }
}

BG_KERNEL(convolution_few_outputs) {
  job j = {0};
  j.g.batch = arg->batch;
  j.g.channels = arg->inChannels;
  j.out = arg->outChannels;
  for (int i = 0; i < 3; i++) {
    j.g.size[i] = arg->input[i];
    j.g.grid[i] = arg->output[i];
  }
  forward_taps(&j.g, arg->filter, arg->before);
  count_targets(&j.g);
  j.x = arg->x;
  j.bias = arg->bias;
  j.y = arg->y;
  const float *from = arg->weight;
  const int rows = j.g.taps * j.g.channels;
  float *turned = bg_alloc(sizeof(float) * (size_t)rows * j.out);
  if (!turned) return;
  for (int r = 0; r < rows; r++) {
    for (int o = 0; o < j.out; o++) turned[(ptrdiff_t)o * rows + r] = from[(ptrdiff_t)r * j.out + o];
  }
  j.filter = turned;
  bg_parallel((j.g.count + BLOCK - 1) / BLOCK, convolve_voxels, &j);
  bg_free(turned);
}
