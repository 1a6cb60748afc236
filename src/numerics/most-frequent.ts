/** The number that most of some items have, of several the smallest; -1 where none has any. @param of -1 for none */
export function mostFrequent(items: ArrayLike<number>, of: Int32Array): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < items.length; i++) {
    const own = of[items[i]];
    if (own >= 0) counts.set(own, (counts.get(own) ?? 0) + 1);
  }
  let best = -1;
  for (const [number, n] of counts) {
    const most = counts.get(best) ?? 0;
    if (n > most || (n === most && number < best)) best = number;
  }
  return best;
}
