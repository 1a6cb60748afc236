/** e^(−α × place / rows), for the places of a list. */
export interface Decay {
  /** e^(−α place / rows) */
  at(place: number): number;
  /** 1 − e^(−α places / rows) */
  drop(places: number): number;
}

/** Places per block: an exponential is the product of one per block and one per place in it. */
const BLOCK = 512;

/**
 * Exponentials of whole places without computing one for each. The tables are made again when the number of rows
 * changes, which costs little: there are about `BLOCK + rows / BLOCK` entries.
 */
export function decayOver(alpha: number): (rows: number) => Decay {
  let madeFor = -1;
  let rate = 0;
  let blocks = new Float64Array(0);
  const within = new Float64Array(BLOCK);
  const drops = new Float64Array(BLOCK);
  const decay: Decay = {
    at: (place) => blocks[Math.floor(place / BLOCK)] * within[place % BLOCK],
    drop: (places) => (places < BLOCK ? drops[places] : -Math.expm1(-rate * places)),
  };
  return (rows) => {
    if (rows === madeFor) return decay;
    madeFor = rows;
    rate = alpha / rows;
    const needed = Math.floor(rows / BLOCK) + 1;
    if (blocks.length < needed) blocks = new Float64Array(needed);
    for (let b = 0; b < needed; b++) blocks[b] = Math.exp(-rate * BLOCK * b);
    for (let p = 0; p < Math.min(BLOCK, rows + 1); p++) {
      within[p] = Math.exp(-rate * p);
      drops[p] = -Math.expm1(-rate * p);
    }
    return decay;
  };
}
