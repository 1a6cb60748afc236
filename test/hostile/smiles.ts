import { Random } from '../../src/random.js';

type Make = (random: Random) => string;

/** How many of something: mostly few, sometimes many. */
const size = (random: Random, most: number) =>
  1 + Math.floor(most ** random.uniform()) - random.below(2);
const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)];
const repeat = (text: string, n: number) => text.repeat(Math.max(0, n));

const ATOMS = [
  ...['C', 'N', 'O', 'S', 'P', 'F', 'Cl', 'Br', 'I', 'c', 'n', 'o', 's', 'B', '[nH]', '[Na+]'],
  ...['[13C]', '[NH4+]', '[O-]', '[C@H]', '[C@@]', '[Fe+2]', '[*]', '*', '[H]', '[2H]', '[Og]'],
];
const PIECES = [
  ...ATOMS,
  ...['(', ')', '[', ']', '=', '#', '$', '-', ':', '/', '\\', '.', '%', '>', '<-', '->', '~', '@'],
  ...['1', '2', '%10', '%(100)', '+', '++', '-5', ':1', ' ', '|', '\t', '{', '}', '&', ';', '!'],
];

/** Every kind of SMILES that a parser may stumble over. */
export const SMILES_KINDS: Readonly<Record<string, Make>> = {
  chain: (r) => repeat('C', size(r, 3000)),
  'conjugated chain': (r) => repeat('C=C', size(r, 400)),
  branches: (r) => {
    const n = size(r, 300);
    return `${repeat('C(', n)}C${repeat(')', n)}`;
  },
  'flat branches': (r) => `C${repeat('(C)', size(r, 300))}`,
  'large ring': (r) => `C1${repeat('C', size(r, 800))}1`,
  'fused rings': (r) => repeat('C1CC2C1', size(r, 60)),
  'ladder of rings': (r) => {
    const n = Math.min(80, size(r, 80));
    return Array.from({ length: n }, (_, i) => `C%${10 + (i % 90)}`).join('');
  },
  'reused ring numbers': (r) => repeat('C1CC1', size(r, 120)),
  'open ring': (r) => `C1CC${repeat('C', size(r, 50))}`,
  'ring to itself': () => 'C11',
  'ring of one bond': () => 'C12CC12',
  'aromatic nonsense': (r) => `c1${repeat('c', size(r, 12))}${pick(r, ['n', 'o', '[nH]', 'N'])}1`,
  'nested brackets': (r) => {
    const n = size(r, 200);
    return `${repeat('[', n)}C${repeat(']', n)}`;
  },
  'open brackets': (r) =>
    pick(r, ['[C', 'C(', 'C)', 'C]', '[', '(', ')', '[]', '()', 'C()', '[C@@@H]']),
  wildcards: (r) => repeat('*', size(r, 40)),
  queries: (r) =>
    pick(r, ['[C,N]', '[#6]', '[!C]', '[$(CO)]', '[R1]', '[D3]', 'C~C', '[C;R]', '[#999]']),
  isotopes: (r) => `[${r.below(1e9)}C]C`,
  charges: (r) => `[C${pick(r, ['+', '-'])}${r.below(300)}]`,
  'many signs': (r) => `[C${repeat(pick(r, ['+', '-']), size(r, 60))}]`,
  valence: (r) => `C${repeat('(F)', 1 + r.below(12))}`,
  hydrogens: (r) => `[CH${r.below(100)}]`,
  'hydrogen alone': (r) => pick(r, ['[H][H]', '[H]', '[H+]', '[2H]O[2H]', '[H]C([H])([H])[H]']),
  dative: (r) => pick(r, ['N->[Fe]', '[Fe]<-N', 'N->[Pt](Cl)(Cl)<-N', 'O->O', 'C->', '<-C']),
  metals: (r) =>
    pick(r, ['[Fe+2].[Cl-].[Cl-]', '[Pt](Cl)(Cl)(N)N', 'c1ccc([Mg]Br)cc1', '[Hg]', '[U]']),
  reaction: (r) => pick(r, ['CC>>CO', 'C.C>O>N', '>>', 'C>', 'C>>', '>C>', 'CC>>>CO']),
  cxsmiles: (r) =>
    pick(r, [
      'CC |$R1;R2$|',
      'C* |$;_R1$,a:1|',
      'CCO |(0,0,;1,1,;2,2,)|',
      'CC |c:0|',
      'CC |',
      'CC ||',
      'C |w:0.0|',
      `C |${'$'.repeat(size(r, 500))}|`,
      'CC |Sg:n:0,1::ht|',
      'CC |lp:0:99999999999|',
    ]),
  mixtures: (r) =>
    Array.from({ length: size(r, 200) }, () => pick(r, ['C', 'O', '[Na+].[Cl-]'])).join('.'),
  dots: (r) => pick(r, ['.', '..', 'C.', '.C', 'C..C', repeat('.', size(r, 300))]),
  stereo: (r) =>
    pick(r, [
      'F/C=C/F',
      'F\\C=C/F',
      'F/C=C',
      'C[C@H](F)Cl',
      '[C@@](F)(Cl)(Br)',
      'F/C=C=C/F',
      '[C@TH1](F)(Cl)(Br)I',
      '[Pt@SP1](F)(Cl)(Br)I',
      '[C@OH31]',
    ]),
  'chains of double-bond stereo': (r) => `F${repeat('/C=C', size(r, 40))}/F`,
  'atom maps': (r) =>
    Array.from({ length: size(r, 60) }, (_, i) => `[CH2:${i * r.below(1e6)}]`).join(''),
  peptide: (r) => `${repeat('N[C@@H](C)C(=O)', size(r, 120))}O`,
  dendrimer: (r) => {
    let text = 'C';
    for (let i = r.below(7); i > 0; i--) text = `C(${text})(${text})`;
    return text;
  },
  cage: () => 'C12C3C4C1C5C2C3C45',
  fullerene: () =>
    'c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c9c4c4c9c%10c5c5c1c1c6c6c%11c2c2c7c3c3c8c4c4c9c5c1c1c6c2c3c41',
  unicode: (r) =>
    pick(r, [
      'С',
      'Ｃ',
      'C＝C',
      'C\u00a0C',
      'C\u200bC',
      'C−C',
      '[C⁺]',
      '😀',
      'CÇ',
      '中文',
      '\ufeffC',
      'C\u0301',
      'ℂ',
    ]),
  controls: (r) =>
    pick(r, ['C\u0000C', '\u0000', 'C\u001b[31mC', 'C\u0007', 'C\u0008', '\u007f', 'C\u0085C']),
  spaces: (r) => pick(r, ['', ' ', '  C', 'C  ', 'C C', 'C name with words', '\t', 'C\u2028C']),
  words: (r) =>
    pick(r, [
      'nan',
      'None',
      'N/A',
      'null',
      'smiles',
      'InChI=1S/CH4/h1H4',
      'C1CC(',
      '=1+1',
      '0',
      '-1',
      'true',
      'NO',
      'CO',
      'Cn',
      'Sc',
    ]),
  names: (r) =>
    pick(r, [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '../../etc/passwd',
      "=cmd|'/c calc'!A0",
      '::error::x',
    ]),
  random: (r) => Array.from({ length: size(r, 60) }, () => pick(r, PIECES)).join(''),
  'random atoms': (r) => Array.from({ length: size(r, 80) }, () => pick(r, ATOMS)).join(''),
  bytes: (r) =>
    Array.from({ length: size(r, 60) }, () => String.fromCharCode(r.below(0x300))).join(''),
};

const KINDS = Object.entries(SMILES_KINDS);

/** What is too much for a run of every test: up to 10 MB. */
const HUGE: Readonly<Record<string, Make>> = {
  '10 MB chain': () => 'C'.repeat(10_000_000),
  '10 MB of brackets': () => '['.repeat(10_000_000),
  '10 MB of branches': () => 'C('.repeat(5_000_000),
  'chain of 100,000': () => 'C'.repeat(100_000),
  'ring of 5,000': () => `C1${'C'.repeat(4998)}1`,
  '3,000 fragments': () => Array(3000).fill('CO').join('.'),
  'nest of 5,000': () => `${'C('.repeat(5000)}C${')'.repeat(5000)}`,
};

/** A hostile SMILES, by its seed. @param huge whether it may be one of up to 10 MB */
export function hostileSmiles(seed: number, huge = false): { kind: string; smiles: string } {
  const random = new Random(seed);
  const kinds = huge && random.below(60) === 0 ? Object.entries(HUGE) : KINDS;
  const [kind, make] = pick(random, kinds);
  return { kind, smiles: make(random) };
}
