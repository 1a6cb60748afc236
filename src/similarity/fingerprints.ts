/** Binary fingerprints of many molecules. */
export interface FingerprintMatrix {
  /** Number of molecules. */
  readonly count: number;
  /** 32-bit words per molecule. */
  readonly width: number;
  /** Packed bits, molecules × words, row-major; bit b of a molecule is bit b mod 32 of its word b / 32. */
  readonly words: Uint32Array;
  /** Number of bits that are on, per molecule. */
  readonly onBits: Int32Array;
}

/** @param words packed bits, molecules × words, row-major */
export function fingerprintMatrix(words: Uint32Array, width: number): FingerprintMatrix {
  const count = words.length / width;
  const onBits = new Int32Array(count);
  for (let m = 0; m < count; m++) {
    let n = 0;
    for (let w = m * width; w < (m + 1) * width; w++) n += popcount(words[w]);
    onBits[m] = n;
  }
  return { count, width, words, onBits };
}

/** The rows of `matrix` that `members` names, in that order. */
export function selectFingerprints(
  matrix: FingerprintMatrix,
  members: ArrayLike<number>,
): FingerprintMatrix {
  const { width } = matrix;
  const words = new Uint32Array(members.length * width);
  const onBits = new Int32Array(members.length);
  for (let i = 0; i < members.length; i++) {
    const m = members[i];
    words.set(matrix.words.subarray(m * width, (m + 1) * width), i * width);
    onBits[i] = matrix.onBits[m];
  }
  return { count: members.length, width, words, onBits };
}

/** On-bits that row i of one matrix and row j of another have in common, and on-bits of either: 0 and 0 for two empty ones. */
export function overlapOf(
  a: FingerprintMatrix,
  i: number,
  b: FingerprintMatrix,
  j: number,
): { intersection: number; union: number } {
  const { width } = a;
  let intersection = 0;
  for (let w = 0; w < width; w++) {
    intersection += popcount(a.words[i * width + w] & b.words[j * width + w]);
  }
  return { intersection, union: a.onBits[i] + b.onBits[j] - intersection };
}

/** Writes the positions of molecule m's on-bits into `into`, ascending; returns how many. */
export function onBitPositions(matrix: FingerprintMatrix, m: number, into: Int32Array): number {
  const { words, width } = matrix;
  let n = 0;
  for (let w = 0; w < width; w++) {
    let word = words[m * width + w];
    while (word !== 0) {
      const lowest = word & -word;
      into[n++] = (w << 5) + (31 - Math.clz32(lowest));
      word ^= lowest;
    }
  }
  return n;
}

function popcount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
