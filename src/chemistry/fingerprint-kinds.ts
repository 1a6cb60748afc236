import type { Mol } from '@rdkit/rdkit';
import { TanimarkError } from '../errors.js';
import { list } from '../text.js';

/** A whole-number parameter of a fingerprint, with its limits (RDKit itself checks none). */
interface Parameter {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** The value must be a multiple of this. */
  readonly step?: number;
}

/** A parameter that is true or false. */
interface Switch {
  readonly default: boolean;
  /** RDKit's name of it, a key of the JSON argument. */
  readonly key: string;
  /** Whether the other value needs the stereochemistry of a SMILES. */
  readonly needsStereo?: true;
  /** Effect of the other value, for help. */
  readonly effect: string;
}

/** The methods of RDKit's WebAssembly that give a fingerprint's bits. */
type FingerprintMethod = Extract<keyof Mol, `get_${string}_fp_as_uint8array`>;

/** A kind of fingerprint, which RDKit computes. */
export interface FingerprintKind {
  /** What specifications call it. */
  readonly name: string;
  /** What its bits stand for, for help and the JSON Schema. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Parameters that are true or false; a specification names those that are not at their default. */
  readonly switches?: Readonly<Record<string, Switch>>;
  /** Two parameters of which the first must not be above the second. */
  readonly range?: readonly [low: string, high: string];
  /** Length in bits. */
  readonly bits: (values: Record<string, number>) => number;
  /** RDKit WASM's method and its JSON argument, without switches. */
  readonly method: FingerprintMethod;
  readonly details: (values: Record<string, number>) => Record<string, number> | null;
}

const BITS: Parameter = { default: 2048, min: 64, max: 16384, step: 32 };

const CHIRALITY: Switch = {
  default: false,
  key: 'useChirality',
  needsStereo: true,
  effect: 'distinguishes stereoisomers',
};

/** @param usual whether RDKit simulates counts unless told otherwise */
function counts(usual: boolean): Switch {
  const effect = usual
    ? 'one bit for any number of occurrences'
    : 'four bits, by the number of occurrences';
  return { default: usual, key: 'useCountSimulation', effect };
}

/** Every kind of fingerprint. To add one, add an entry. */
const kinds: FingerprintKind[] = [
  {
    name: 'morgan',
    summary: 'circular atom environments (ECFP4 at the default radius of 2)',
    parameters: { radius: { default: 2, min: 0, max: 10 }, bits: BITS },
    switches: {
      chirality: CHIRALITY,
      'bond-types': { default: true, key: 'useBondTypes', effect: 'ignores bond orders' },
      'redundant-environments': {
        default: false,
        key: 'includeRedundantEnvironments',
        effect: 'keeps environments of the same bonds',
      },
      counts: counts(false),
    },
    bits: (values) => values.bits,
    method: 'get_morgan_fp_as_uint8array',
    details: (values) => ({ radius: values.radius, nBits: values.bits }),
  },
  {
    name: 'maccs',
    summary: 'the 166 public MACCS keys',
    parameters: {},
    bits: () => 167,
    method: 'get_maccs_fp_as_uint8array',
    details: () => null,
  },
  {
    name: 'rdkit',
    summary: 'paths and branched fragments of bonds (1 to 7), similar to Daylight fingerprints',
    parameters: {
      'min-path': { default: 1, min: 1, max: 10 },
      'max-path': { default: 7, min: 1, max: 10 },
      bits: BITS,
    },
    switches: {
      'branched-paths': { default: true, key: 'branchedPaths', effect: 'linear paths only' },
      'bond-types': { default: true, key: 'useBondOrder', effect: 'ignores bond orders' },
      counts: counts(false),
    },
    range: ['min-path', 'max-path'],
    bits: (values) => values.bits,
    method: 'get_rdkit_fp_as_uint8array',
    details: (values) => ({
      minPath: values['min-path'],
      maxPath: values['max-path'],
      nBits: values.bits,
    }),
  },
  {
    name: 'atom-pair',
    summary: 'pairs of atoms with their distance in bonds',
    parameters: {
      'min-distance': { default: 1, min: 1, max: 30 },
      'max-distance': { default: 30, min: 1, max: 30 },
      bits: BITS,
    },
    switches: { chirality: CHIRALITY, counts: counts(true) },
    range: ['min-distance', 'max-distance'],
    bits: (values) => values.bits,
    method: 'get_atom_pair_fp_as_uint8array',
    details: (values) => ({
      minLength: values['min-distance'],
      maxLength: values['max-distance'],
      nBits: values.bits,
    }),
  },
  {
    name: 'topological-torsion',
    summary: 'chains of bonded atoms (4 by default)',
    parameters: { atoms: { default: 4, min: 2, max: 7 }, bits: BITS },
    switches: { chirality: CHIRALITY, counts: counts(true) },
    bits: (values) => values.bits,
    method: 'get_topological_torsion_fp_as_uint8array',
    details: (values) => ({ torsionAtomCount: values.atoms, nBits: values.bits }),
  },
  {
    name: 'pattern',
    summary: 'small substructures, made to screen for substructure searches',
    parameters: { bits: BITS },
    switches: {
      tautomers: {
        default: false,
        key: 'tautomericFingerprint',
        effect: 'the same bits for tautomers',
      },
    },
    bits: (values) => values.bits,
    method: 'get_pattern_fp_as_uint8array',
    details: (values) => ({ nBits: values.bits }),
  },
];

/** Every registered kind of fingerprint. */
export function fingerprintKinds(): readonly FingerprintKind[] {
  return kinds;
}

/**
 * Adds a kind of fingerprint to those that all commands know.
 *
 * @returns removes it
 * @throws TanimarkError (usage) where another kind has its name
 */
export function registerFingerprint(kind: FingerprintKind): () => void {
  if (kinds.some(({ name }) => name === kind.name)) {
    throw new TanimarkError(
      'usage',
      `fingerprint "${kind.name}": there is one with this name; choose another`,
    );
  }
  kinds.push(kind);
  return () => {
    kinds.splice(kinds.indexOf(kind), 1);
  };
}

/** Fingerprints that are read from elsewhere, not computed, by specification, with what they are. */
const OWN: Readonly<Record<string, string>> = {
  'fps:<file>': "fingerprints of a file in chemfp's FPS format, found by id or SMILES",
  'column:<name>':
    'fingerprints in a column of every table, as hexadecimal digits, base64 or 0 and 1',
  'npy:<file>':
    'a NumPy matrix of bits, in the order of the rows (packed=true: bytes of numpy.packbits)',
};

/** The specifications of fingerprints that are read. */
export const OWN_USAGES: readonly string[] = Object.keys(OWN);

/** The fingerprints that can be given, the first one with its parameters: `morgan:radius=…,bits=…`, `maccs`, `fps:<file>`. */
export function fingerprintUsages(): string[] {
  const computed = kinds.map(({ name, parameters }, k) => {
    const given = Object.keys(parameters).map((key) => `${key}=…`);
    return k === 0 ? `${name}:${given.join(',')}` : name;
  });
  return [...computed, ...OWN_USAGES];
}

/** The same as one text, for help: `morgan:radius=…,bits=… or maccs`. */
export function fingerprintUsage(): string {
  return list(fingerprintUsages(), 'or');
}

/** What each kind's bits stand for and what its switches do, for help: `maccs: the 166 public MACCS keys.` */
export function fingerprintDetails(): string {
  const computed = kinds.map(({ name, summary, switches = {} }) => {
    const own = Object.entries(switches).map(
      ([key, { default: usual, effect }]) => `${key}=${!usual} (${effect})`,
    );
    return `${name}: ${summary}.${own.length > 0 ? ` Also ${list(own)}.` : ''}`;
  });
  const read = Object.entries(OWN).map(([usage, what]) => `${usage.split(':', 1)[0]}: ${what}.`);
  return [...computed, ...read].join(' ');
}
