import type { GridState } from './state.js';

/**
 * Finds as few open pairs as possible that leave every training drug and partner a pair: a maximum matching of drugs and
 * partners, and one pair more for each entity that it leaves out (a minimum edge cover; Gallai 1959).
 *
 * @param order in which pairs are taken
 * @returns the pairs, each once
 */
export function leastCover(state: GridState, order: Int32Array): Int32Array {
  const [drugs, partners] = state.sides;
  const match = maximumMatching(state, order);
  const matched = new Uint8Array(partners.side.count);
  const cover: number[] = [];
  for (const p of match) {
    if (p < 0) continue;
    cover.push(p);
    matched[partners.side.of[p]] = 1;
  }
  // What is not matched has only matched neighbors, so that one pair covers one entity.
  for (const p of order) {
    const [drug, partner] = [drugs.side.of[p], partners.side.of[p]];
    if (drugs.held[drug] === 1 || partners.held[partner] === 1) continue;
    if (match[drug] >= 0 && matched[partner] === 1) continue;
    if (match[drug] < 0) match[drug] = p;
    matched[partner] = 1;
    cover.push(p);
  }
  return Int32Array.from(cover);
}

/** The pair of each drug in a maximum matching of open pairs, -1 for none. */
function maximumMatching({ sides }: GridState, order: Int32Array): Int32Array {
  const [drugs, partners] = sides;
  const ofDrug = new Int32Array(drugs.side.count).fill(-1);
  const ofPartner = new Int32Array(partners.side.count).fill(-1);
  for (const p of order) {
    const [drug, partner] = [drugs.side.of[p], partners.side.of[p]];
    if (drugs.held[drug] === 1 || partners.held[partner] === 1) continue;
    if (ofDrug[drug] >= 0 || ofPartner[partner] >= 0) continue;
    ofDrug[drug] = ofPartner[partner] = p;
  }
  // Partners that a search in vain has seen are seen in vain by later ones, too.
  const seen = new Uint8Array(partners.side.count);
  const { pairs } = drugs.side;
  for (const start of drugs.side.used) {
    if (ofDrug[start] >= 0 || drugs.open[start] === 0) continue;
    const queue = [start];
    const cameBy = new Map<number, number>();
    let free = -1;
    for (let i = 0; i < queue.length && free < 0; i++) {
      for (let n = pairs.offsets[queue[i]]; n < pairs.offsets[queue[i] + 1] && free < 0; n++) {
        const p = pairs.members[n];
        const partner = partners.side.of[p];
        if (partners.held[partner] === 1 || seen[partner] === 1 || cameBy.has(partner)) continue;
        cameBy.set(partner, p);
        if (ofPartner[partner] < 0) free = partner;
        else queue.push(drugs.side.of[ofPartner[partner]]);
      }
    }
    if (free < 0) for (const partner of cameBy.keys()) seen[partner] = 1;
    for (let partner = free; partner >= 0; ) {
      const p = cameBy.get(partner) as number;
      const drug = drugs.side.of[p];
      const before = ofDrug[drug];
      ofDrug[drug] = ofPartner[partner] = p;
      partner = before < 0 ? -1 : partners.side.of[before];
    }
  }
  return ofDrug;
}
