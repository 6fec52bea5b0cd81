/** What is left of a supply or demand after rounding. */
const nothing = 1e-12;

/**
 * Wasserstein-2 distance of two clouds of points, each of mass 1: the root of the least mean squared way by which one can be carried
 * over to the other (Villani 2009, Optimal Transport, definition 6.1), exact.
 *
 * @param distances squared, from each point of the first cloud to each of the second, rows after one another
 * @param first how often each point of the first cloud counts
 * @param second the same of the second
 */
export function wassersteinDistance(distances: Float64Array, first: Float64Array, second: Float64Array): number {
  const [supply, demand] = [first, second].map((counts) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / all);
  });
  return Math.sqrt(Math.max(0, transportCost(distances, supply, demand)));
}

/**
 * The cost of the cheapest plan that carries all supplies to all demands, by shortest augmenting paths in reduced costs (Jonker and
 * Volgenant 1987, with masses in place of an assignment).
 */
function transportCost(costs: Float64Array, supply: Float64Array, demand: Float64Array): number {
  const [n, m] = [supply.length, demand.length];
  const flow = new Float64Array(n * m);
  const [rowPrice, columnPrice] = [new Float64Array(n), new Float64Array(m)];
  for (let source = 0; source < n; source++) {
    while (supply[source] > nothing) {
      const path = cheapestPath(costs, flow, demand, source, rowPrice, columnPrice);
      if (!path) break;
      carry(flow, supply, demand, source, path, m);
    }
  }
  return flow.reduce((sum, mass, at) => sum + mass * costs[at], 0);
}

/** From a source to the nearest point that still wants something: its column, and through which row each column was reached. */
interface Path {
  readonly end: number;
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
}

/** Dijkstra's search; prices are moved so that every way stays at least as dear as it is now. */
function cheapestPath(
  costs: Float64Array,
  flow: Float64Array,
  demand: Float64Array,
  source: number,
  rowPrice: Float64Array,
  columnPrice: Float64Array,
): Path | undefined {
  const [n, m] = [rowPrice.length, columnPrice.length];
  const distance = new Float64Array(m).fill(Infinity);
  const isDone = new Uint8Array(m);
  const [rowOf, columnOf] = [new Int32Array(m).fill(-1), new Int32Array(n).fill(-1)];
  const rowDistance = new Float64Array(n).fill(Infinity);
  const leave = (row: number): void => {
    for (let column = 0; column < m; column++) {
      if (isDone[column]) continue;
      const way = rowDistance[row] + costs[row * m + column] - rowPrice[row] - columnPrice[column];
      if (way < distance[column]) [distance[column], rowOf[column]] = [way, row];
    }
  };
  rowDistance[source] = 0;
  leave(source);
  for (;;) {
    let end = -1;
    for (let column = 0; column < m; column++) {
      if (!isDone[column] && distance[column] < (end < 0 ? Infinity : distance[end])) end = column;
    }
    if (end < 0) return undefined;
    isDone[end] = 1;
    if (demand[end] > nothing) {
      for (let row = 0; row < n; row++) {
        if (rowDistance[row] < distance[end]) rowPrice[row] += distance[end] - rowDistance[row];
      }
      for (let column = 0; column < m; column++) {
        if (isDone[column]) columnPrice[column] -= distance[end] - distance[column];
      }
      return { end, rowOf, columnOf };
    }
    // What a row sends here could go elsewhere.
    for (let row = 0; row < n; row++) {
      // Reached once, so that rounding closes no circle.
      if (flow[row * m + end] <= nothing || rowDistance[row] < Infinity) continue;
      [rowDistance[row], columnOf[row]] = [distance[end], end];
      leave(row);
    }
  }
}

/** As much as fits along a path, back from its end. */
function carry(
  flow: Float64Array,
  supply: Float64Array,
  demand: Float64Array,
  source: number,
  { end, rowOf, columnOf }: Path,
  m: number,
): void {
  const links: { readonly to: number; readonly from: number }[] = [];
  let mass = Math.min(supply[source], demand[end]);
  for (let column = end; ; ) {
    const row = rowOf[column];
    if (row === source) {
      links.push({ to: row * m + column, from: -1 });
      break;
    }
    const before = columnOf[row];
    links.push({ to: row * m + column, from: row * m + before });
    mass = Math.min(mass, flow[row * m + before]);
    column = before;
  }
  for (const { to, from } of links) {
    flow[to] += mass;
    if (from >= 0) flow[from] -= mass;
  }
  supply[source] -= mass;
  demand[end] -= mass;
}
