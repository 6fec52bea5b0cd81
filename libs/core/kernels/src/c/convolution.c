/* Convolution of any size, stride and padding, and its input gradient. */
#include "gather.h"

typedef struct {
  gathering g;
  int out; /* channels of the target */
  int depth, block, panels;
  const float *source, *bias;
  float *panel; /* [panels][depth][BG_COLUMNS] */
  float *target;
  int size[3], start[3], stride[3]; /* where the targets lie in the result */
} convolution;

static void convolve_blocks(int begin, int end, void *context) {
  const convolution *c = context;
  const int width = c->panels * BG_COLUMNS;
  float *rows = bg_alloc(sizeof(float) * c->block * ((size_t)c->depth + width));
  if (!rows) return;
  float *products = rows + (size_t)c->block * c->depth;
  for (int b = begin; b < end; b++) {
    const int first = b * c->block, count = bg_min(c->block, c->g.count - first);
    gather_rows(&c->g, c->source, first, count, rows);
    for (int p = 0; p < c->panels; p++) {
      bg_gemm_block(count, 0,
                    (bg_gemm){rows, c->depth, 1, c->panel + (ptrdiff_t)p * c->depth * BG_COLUMNS, BG_COLUMNS,
                              products + p * BG_COLUMNS, width, c->depth});
    }
    for (int i = 0; i < count; i++) {
      int item, at[3];
      place(&c->g, first + i, &item, at);
      ptrdiff_t voxel = item;
      for (int axis = 0; axis < 3; axis++) voxel = voxel * c->size[axis] + c->start[axis] + at[axis] * c->stride[axis];
      float *to = c->target + voxel * c->out;
      const float *from = products + i * width;
      for (int k = 0; k < c->out; k++) to[k] = from[k] + (c->bias ? c->bias[k] : 0);
    }
  }
  bg_free(rows);
}

/* The filter's taps [tap][in][out] side by side as panels, transposed for the input gradient. */
static void pack(convolution *c, const float *filter, const int *taps, int in, int out, int transposed) {
  memset(c->panel, 0, sizeof(float) * c->panels * (size_t)c->depth * BG_COLUMNS);
  for (int t = 0; t < c->g.taps; t++) {
    const float *from = filter + (ptrdiff_t)(taps ? taps[t] : t) * in * out;
    for (int i = 0; i < c->g.channels; i++) {
      for (int o = 0; o < c->out; o++) {
        c->panel[((ptrdiff_t)(o / BG_COLUMNS) * c->depth + t * c->g.channels + i) * BG_COLUMNS + o % BG_COLUMNS] =
            transposed ? from[(ptrdiff_t)o * out + i] : from[(ptrdiff_t)i * out + o];
      }
    }
  }
}

static int run(convolution *c, const float *filter, const int *taps, int in, int out, int transposed) {
  c->depth = c->g.taps * c->g.channels;
  c->panels = (c->out + BG_COLUMNS - 1) / BG_COLUMNS;
  c->block = block_of(c->depth);
  count_targets(&c->g);
  c->panel = bg_alloc(sizeof(float) * c->panels * (size_t)c->depth * BG_COLUMNS + 1);
  if (!c->panel) return 0;
  pack(c, filter, taps, in, out, transposed);
  bg_parallel((c->g.count + c->block - 1) / c->block, convolve_blocks, c);
  bg_free(c->panel);
  return 1;
}

BG_KERNEL(convolution) {
  convolution c = {0};
  c.g.batch = arg->batch;
  c.g.channels = arg->inChannels;
  c.out = arg->outChannels;
  for (int i = 0; i < 3; i++) {
    c.g.size[i] = arg->input[i];
    c.g.step[i] = arg->strides[i];
    c.g.grid[i] = c.size[i] = arg->output[i];
    c.stride[i] = 1;
  }
  forward_taps(&c.g, arg->filter, arg->before);
  c.source = arg->x;
  c.bias = arg->bias;
  c.target = arg->y;
  run(&c, arg->weight, NULL, c.g.channels, c.out, 0);
}

BG_KERNEL(convolution_input_gradient) {
  const int in = arg->inChannels, out = arg->outChannels;
  const int *size = arg->input, *filter = arg->filter, *stride = arg->strides, *pad = arg->before;
  for (int remainder = 0; remainder < stride[0] * stride[1] * stride[2]; remainder++) {
    convolution c = {0};
    int taps[MOST_TAPS];
    c.start[0] = remainder / stride[2] / stride[1];
    c.start[1] = remainder / stride[2] % stride[1];
    c.start[2] = remainder % stride[2];
    c.g.batch = arg->batch;
    c.g.channels = out;
    c.out = in;
    for (int i = 0; i < 3; i++) {
      c.g.size[i] = arg->output[i];
      c.size[i] = size[i];
      c.g.step[i] = 1;
      c.stride[i] = stride[i];
      c.g.grid[i] = (size[i] - c.start[i] + stride[i] - 1) / stride[i];
    }
    if (c.g.grid[0] <= 0 || c.g.grid[1] <= 0 || c.g.grid[2] <= 0) continue;
    /* Input i = stride j + start met tap k at output (i + pad - k) / stride = j + offset. */
    for (int tap = 0; tap < filter[0] * filter[1] * filter[2]; tap++) {
      const int k[3] = {tap / filter[2] / filter[1], tap / filter[2] % filter[1], tap % filter[2]};
      int reaches = 1;
      for (int i = 0; i < 3; i++) reaches = reaches && (c.start[i] + pad[i] - k[i]) % stride[i] == 0;
      if (!reaches) continue;
      for (int i = 0; i < 3; i++) c.g.offset[c.g.taps][i] = (int16_t)((c.start[i] + pad[i] - k[i]) / stride[i]);
      taps[c.g.taps++] = tap;
    }
    c.source = arg->dy;
    c.target = arg->dx;
    if (!run(&c, arg->weight, taps, in, out, 1)) return;
  }
}
