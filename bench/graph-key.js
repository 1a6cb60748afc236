// A key of a molecular graph that does not depend on the order of its atoms, by refining a hash of
// every atom with those of its neighbors, as the Morgan algorithm does.

const ROUNDS = 6;
const MAX_ATOMS = 96;
const current = new Int32Array(MAX_ATOMS);
const next = new Int32Array(MAX_ATOMS);

function mix(x) {
  let z = x;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

/**
 * 53 bits. Equal graphs have equal keys; different ones may share one where they differ in what is
 * further apart than the rounds reach, which costs a benchmark's generator a molecule and no more.
 *
 * @param marked an atom that counts as different from all others
 * @param environments receives the hash of every atom's surroundings up to two bonds away
 */
export function keyOf(graph, marked = -1, environments = undefined) {
  const { atoms, bonds } = graph;
  const n = atoms.length;
  for (let i = 0; i < n; i++) current[i] = mix(atoms[i] + 1 + (i === marked ? 0x1000 : 0));
  for (let round = 1; round <= ROUNDS; round++) {
    for (let i = 0; i < n; i++) next[i] = Math.imul(current[i], 0x9e3779b1);
    for (let b = 0; b < bonds.length; b += 3) {
      const order = Math.imul(bonds[b + 2], 0x85ebca6b);
      next[bonds[b]] += mix(current[bonds[b + 1]] ^ order);
      next[bonds[b + 1]] += mix(current[bonds[b]] ^ order);
    }
    for (let i = 0; i < n; i++) current[i] = mix(next[i]);
    if (round === 2 && environments) environments.set(current.subarray(0, n));
  }
  let low = n;
  let high = n;
  for (let i = 0; i < n; i++) {
    low = (low + mix(current[i] ^ 0x27d4eb2f)) | 0;
    high = (high + mix(current[i] ^ 0x165667b1)) | 0;
  }
  return (mix(high) >>> 11) * 0x1_0000_0000 + (mix(low) >>> 0) + 1;
}

/** A set of keys in 8 to 16 bytes each. */
export class KeySet {
  size = 0;
  #slots = new Float64Array(1 << 16);

  /** False when it was there already. */
  add(key) {
    if (this.size * 2 > this.#slots.length) this.#grow();
    const slot = this.#find(key);
    if (this.#slots[slot] === key) return false;
    this.#slots[slot] = key;
    this.size++;
    return true;
  }

  copy() {
    const result = new KeySet();
    result.#slots = this.#slots.slice();
    result.size = this.size;
    return result;
  }

  #find(key) {
    const mask = this.#slots.length - 1;
    let slot = key & mask;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow() {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    for (const key of old) if (key !== 0) this.#slots[this.#find(key)] = key;
  }
}
