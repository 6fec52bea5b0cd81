/** A number and where it comes from. */
export interface Measured {
  readonly value: number;
  readonly source: string;
}

/** A number and why it is taken. */
export interface Assumed<T = number> {
  readonly value: T;
  readonly reason: string;
}

export interface Inputs {
  readonly measured: {
    readonly forwardFlop: Measured;
    readonly stepCpuSeconds: Measured;
    readonly rankGigabytes: Measured;
    readonly allReduce: { readonly points: readonly { readonly floats: number; readonly seconds: number }[] };
    /** Of the gradients, into buckets and back. */
    readonly copyingCpuSeconds: Measured;
  };
  readonly assumed: {
    readonly [name in
      | 'volumes'
      | 'threadEfficiency'
      | 'coreSpeed'
      | 'networkShare'
      | 'hopSeconds'
      | 'recomputing'
      | 'cardCopySeconds'
      | 'wattsBesides']: Assumed;
  } & { readonly peakShare: Assumed<readonly [number, number, number]> };
  readonly nodes: { readonly cpu: CpuNode; readonly card: CardNode };
}

interface Node {
  readonly name: string;
  /** Processes on a node. */
  readonly ranks: number;
  /** Of CPUs or cards. */
  readonly watts: number;
  readonly gigabitsPerSecond: number;
  readonly source: string;
}

export interface CpuNode extends Node {
  readonly cores: number;
}

export interface CardNode extends Node {
  readonly peakFlop: number;
}

/** Message length of the trainer's buckets (reduce-gradients.ts). */
const bucketFloats = 4 * 2 ** 20;

/** Seconds and floats a second of `seconds = start + floats / speed` through the shortest and the longest message. */
export function fitMessages(points: Inputs['measured']['allReduce']['points']): { start: number; speed: number } {
  const sorted = [...points].sort((a, b) => a.floats - b.floats);
  const [first, last] = [sorted[0], sorted.at(-1)!];
  const speed = (last.floats - first.floats) / (last.seconds - first.seconds);
  return { start: first.seconds - first.floats / speed, speed };
}

/**
 * Seconds of summing all gradients over p ranks: in each bucket a ring all-reduce, 2 (p - 1) messages of 1 / p of the bucket
 * (Patarasuk and Yuan 2009, Bandwidth optimal all-reduce algorithms), at the pace of the slowest link. On one node that is the
 * measured memory; between nodes the ranks of a node share its link.
 */
export function allReduceSeconds(parameters: number, ranks: number, node: Node, inputs: Inputs): number {
  if (ranks === 1) return 0;
  const { start, speed } = fitMessages(inputs.measured.allReduce.points);
  const buckets = Math.ceil(parameters / bucketFloats);
  const share = (2 * (ranks - 1)) / ranks;
  // Measured with two ranks, whose ring moves each float once: share 1.
  const within = buckets * start + (share * parameters) / speed;
  if (ranks <= node.ranks) return within;
  const { networkShare, hopSeconds } = inputs.assumed;
  const floatsPerSecond = (node.gigabitsPerSecond * 1e9 * networkShare.value) / 32;
  const between = buckets * 2 * (ranks - 1) * hopSeconds.value + (share * parameters) / floatsPerSecond;
  return Math.max(within, between);
}

export interface Forecast {
  readonly ranks: number;
  readonly nodes: number;
  readonly computeSeconds: number;
  readonly reduceSeconds: number;
  /** Share of the step that computes. */
  readonly efficiency: number;
  /** Of the whole training, wall time. */
  readonly hours: number;
  readonly kWh: number;
}

/** 400 epochs, a volume a rank and step. */
export function forecast(
  ranks: number,
  node: Node,
  computeSeconds: number,
  parameters: number,
  { inputs, epochs, copySeconds }: { readonly inputs: Inputs; readonly epochs: number; readonly copySeconds: number },
): Forecast {
  const reduceSeconds = allReduceSeconds(parameters, ranks, node, inputs) + (ranks > 1 ? copySeconds : 0);
  const steps = (epochs * inputs.assumed.volumes.value) / ranks;
  const hours = (steps * (computeSeconds + reduceSeconds)) / 3600;
  const nodes = Math.ceil(ranks / node.ranks);
  const kWh = (hours * nodes * (node.watts + inputs.assumed.wattsBesides.value)) / 1000;
  const efficiency = computeSeconds / (computeSeconds + reduceSeconds);
  return { ranks, nodes, computeSeconds, reduceSeconds, efficiency, hours, kWh };
}

/** Seconds that a rank of a CPU node computes for one volume. */
export function cpuSecondsPerVolume({ cores, ranks }: CpuNode, { measured, assumed }: Inputs): number {
  const threads = Math.floor(cores / ranks);
  return measured.stepCpuSeconds.value / (threads * assumed.threadEfficiency.value * assumed.coreSpeed.value);
}

/** Seconds that a card computes for one volume, at a share of its peak. */
export function cardSecondsPerVolume({ peakFlop }: CardNode, share: number, { measured, assumed }: Inputs): number {
  return (3 * measured.forwardFlop.value * assumed.recomputing.value) / (peakFlop * share);
}
