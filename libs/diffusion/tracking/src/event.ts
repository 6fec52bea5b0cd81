import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { histogramOf, type Histogram } from './histogram.ts';
import type { Happening, Picture } from './tracker.ts';

/** The first event of every file: what TensorBoard reads it as. */
export function versionEvent(wallTime: number): Uint8Array {
  return event(wallTime, 0).tag(3, WireType.LengthDelimited).string('brain.Event:2').finish();
}

/** Says that a training goes on from a step: TensorBoard drops what an earlier one wrote beyond it. */
export function restartEvent(wallTime: number, step: number): Uint8Array {
  const started = 1;
  return event(wallTime, step)
    .tag(7, WireType.LengthDelimited)
    .fork()
    .tag(1, WireType.Varint)
    .int32(started)
    .join()
    .finish();
}

/** A step's scalars, pictures and histograms (tensorboard/compat/proto: event.proto, summary.proto, histogram.proto). */
export function summaryEvent(wallTime: number, { step, scalars, pictures, histograms }: Happening): Uint8Array {
  const writer = event(wallTime, step).tag(5, WireType.LengthDelimited).fork();
  for (const [name, number] of Object.entries(scalars ?? {}))
    value(writer, name, (each) => each.tag(2, WireType.Bit32).float(number));
  for (const [name, picture] of Object.entries(pictures ?? {}))
    value(writer, name, (each) => image(each.tag(4, WireType.LengthDelimited).fork(), picture).join());
  for (const [name, values] of Object.entries(histograms ?? {}))
    value(writer, name, (each) => histogram(each.tag(5, WireType.LengthDelimited).fork(), histogramOf(values)).join());
  return writer.join().finish();
}

function event(wallTime: number, step: number): BinaryWriter {
  const writer = new BinaryWriter().tag(1, WireType.Bit64).double(wallTime);
  return step === 0 ? writer : writer.tag(2, WireType.Varint).int64(step);
}

function value(writer: BinaryWriter, tag: string, write: (writer: BinaryWriter) => void): void {
  writer.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(tag);
  write(writer);
  writer.join();
}

function image(writer: BinaryWriter, { png, width, height }: Picture): BinaryWriter {
  const grey = 1;
  return writer
    .tag(1, WireType.Varint)
    .int32(height)
    .tag(2, WireType.Varint)
    .int32(width)
    .tag(3, WireType.Varint)
    .int32(grey)
    .tag(4, WireType.LengthDelimited)
    .bytes(png);
}

function histogram(
  writer: BinaryWriter,
  { min, max, count, sum, sumOfSquares, limits, counts }: Histogram,
): BinaryWriter {
  for (const [index, number] of [min, max, count, sum, sumOfSquares].entries())
    writer.tag(index + 1, WireType.Bit64).double(number);
  for (const [field, numbers] of [
    [6, limits],
    [7, counts],
  ] as const) {
    writer.tag(field, WireType.LengthDelimited).fork();
    for (const number of numbers) writer.double(number);
    writer.join();
  }
  return writer;
}
