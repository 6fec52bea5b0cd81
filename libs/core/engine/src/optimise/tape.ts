import { tf } from '../tf.ts';

/** One operation of the forward pass, as TensorFlow.js's engine records it (tfjs-core 4.22, tape.ts). */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  readonly gradient?: (dys: readonly (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;
  /** Disposed once the backward pass is through; until then the gradient reads its entries. */
  readonly saved?: tf.Tensor[];
  /** Where there is more than `saved` to dispose. */
  readonly forget?: () => void;
}

/** Disposes what an operation kept for the backward pass. */
export function forget(node: TapeNode): void {
  if (node.forget) node.forget();
  else tf.dispose([...(node.saved ?? [])]);
}

interface Recorder {
  readonly state: { activeTape: TapeNode[] | null; gradientDepth: number };
  startTape(): void;
  endTape(): void;
}

/** Runs `f` and records what leads to its result. What the operations saved is the caller's to dispose. */
export function record<T extends tf.Tensor>(f: () => T): { value: T; tape: readonly TapeNode[] } {
  const recorder = tf.engine() as unknown as Recorder;
  if (recorder.state.gradientDepth > 0) throw new Error('gradients: expected no gradient within a gradient');
  // During tf.variableGrads' own backward pass there is a tape, which must still be there afterwards.
  const outer = recorder.state.activeTape;
  recorder.startTape();
  try {
    const value = tf.tidy(f);
    return { value, tape: recorder.state.activeTape ?? [] };
  } catch (error) {
    recorder.state.activeTape?.forEach(forget);
    throw error;
  } finally {
    recorder.endTape();
    recorder.state.activeTape = outer;
  }
}

/** Whether what runs now is being recorded. */
export function isRecording(): boolean {
  return (tf.engine() as unknown as Recorder).state.gradientDepth > 0;
}

/** Runs `f` and records it apart, within a recording that does not see it. */
export function recordApart<T extends tf.Tensor>(f: () => T): { value: T; tape: readonly TapeNode[] } {
  const { state } = tf.engine() as unknown as Recorder;
  const outer = state.activeTape;
  state.activeTape = [];
  try {
    const value = tf.tidy(f);
    return { value, tape: state.activeTape };
  } catch (error) {
    state.activeTape.forEach(forget);
    throw error;
  } finally {
    state.activeTape = outer;
  }
}

/** Adds an operation of one's own to the recording. */
export function addToTape(node: TapeNode): void {
  (tf.engine() as unknown as Recorder).state.activeTape?.push(node);
}

/** Of a tape, what lies between `sources` and `value`, and for each node the inputs that lead back to sources. */
export function between(
  tape: readonly TapeNode[],
  sources: readonly tf.Tensor[],
  value: tf.Tensor,
): { node: TapeNode; inputs: string[] }[] {
  const reached = new Set(sources.map(({ id }) => id));
  const from = tape.filter((node) => {
    const isReached = Object.values(node.inputs).some(({ id }) => reached.has(id));
    if (isReached) for (const { id } of node.outputs) reached.add(id);
    return isReached;
  });
  const needed = new Set([value.id]);
  const nodes: { node: TapeNode; inputs: string[] }[] = [];
  for (const node of from.reverse()) {
    if (!node.outputs.some(({ id }) => needed.has(id))) continue;
    const inputs = Object.keys(node.inputs).filter((name) => reached.has(node.inputs[name].id));
    for (const name of inputs) needed.add(node.inputs[name].id);
    nodes.push({ node, inputs });
  }
  return nodes.reverse();
}
