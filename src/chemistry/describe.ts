import type { Log, MainModule, Mol } from '@rdkit/rdkit';
import { printable } from '../text.js';
import { readBlockText } from './block-text.js';
import { moleculeProperties, PROPERTIES } from './descriptors/properties.js';
import { type Fingerprint, packBytes } from './fingerprint.js';
import { graphText } from './graph-text.js';
import { rdkitMemory, startRDKit } from './rdkit.js';
import { murckoScaffold, ScaffoldMemo } from './scaffold.js';
import { readStructureText, severalStructures } from './smiles-text.js';
import { type Forms, type FormsWanted, makeForms, noForms } from './standardize/forms.js';
import { FragmentMemo } from './standardize/salts.js';
import type { Stage } from './worker-progress.js';

/** What RDKit says of a list of SMILES, in the list's order. */
export interface Description {
  /** Canonical SMILES; empty where there is a problem or none was asked for. */
  readonly canonical: string[];
  /**
   * Packed fingerprints, SMILES × words, row-major, zeros where there is a problem; of length 0 if
   * none were asked for.
   */
  readonly words: Uint32Array;
  /** Why a SMILES is no molecule, or `null`. */
  readonly problems: (string | null)[];
  /**
   * Bemis-Murcko scaffolds ({@link murckoScaffold}), if they were asked for: empty for a molecule
   * without rings; `null` where there is a problem, and for a molecule whose scaffold RDKit failed
   * to make.
   */
  readonly scaffolds: (string | null)[] | undefined;
  /**
   * Properties ({@link PROPERTIES}), if they were asked for: SMILES × properties, row-major; NaN where
   * there is a problem, and for a molecule whose properties could not be found out.
   */
  readonly properties?: Float64Array | undefined;
  /** Standardized forms, if they were asked for; without any text where there is a problem. */
  readonly forms?: Forms[] | undefined;
  /**
   * How often RDKit crashed, stalled or threw, instead of answering. With more memory or time it
   * might not have: such a description holds for this run only.
   */
  readonly failures: number;
}

/** What to find out about SMILES. */
export interface DescribeOptions {
  /** Whether the texts are mol blocks (V2000 or V3000); default no. */
  readonly blocks?: boolean | undefined;
  /** Canonical SMILES; default yes. They double the time that a Morgan fingerprint takes. */
  readonly canonical?: boolean | undefined;
  /** Fingerprints; default yes. */
  readonly fingerprints?: boolean | undefined;
  /** Scaffolds; default no. */
  readonly scaffolds?: boolean | undefined;
  /** Properties ({@link PROPERTIES}); default no. */
  readonly properties?: boolean | undefined;
  /** Standardized forms, which need the canonical SMILES; default none. */
  readonly forms?: FormsWanted | undefined;
}

/** How RDKit is to read a {@link graphText}. */
const GRAPH_ONLY = JSON.stringify({ removeHs: false, assignStereo: false });
/** How RDKit is to read a mol block: with implicit hydrogens, as it reads a SMILES. */
const BLOCK = JSON.stringify({ removeHs: true });

type Described =
  | {
      readonly problem: null;
      readonly canonical: string;
      readonly scaffold: string | null;
      readonly forms: Forms | undefined;
    }
  | { readonly problem: string };

/** Parses SMILES one by one with an RDKit of its own, which it replaces after every failure inside RDKit. */
export class Describer {
  private rdkit: MainModule | undefined;
  private log: Log | null = null;
  /** Exceptions out of RDKit during the current call. */
  private failures = 0;
  private readonly memo = new ScaffoldMemo();
  private readonly fragments = new FragmentMemo();

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly fingerprint: Fingerprint,
  ) {}

  /** Starts RDKit, if it is not running, and gives its version. */
  async start(): Promise<string> {
    if (!this.rdkit) {
      this.rdkit = await startRDKit(this.module);
      this.log = this.rdkit.set_log_capture('rdApp.error');
    }
    return this.rdkit.version();
  }

  /** What RDKit holds, in bytes. */
  get memory(): number {
    return this.rdkit ? rdkitMemory(this.rdkit) : 0;
  }

  /**
   * @param at called with the position of each SMILES before RDKit gets it, and before each
   * {@link Stage} of what is made of it
   */
  async describe(
    smiles: readonly string[],
    at: (position: number, stage: Stage) => void,
    options: DescribeOptions = {},
  ): Promise<Description> {
    const width = options.fingerprints === false ? 0 : this.fingerprint.words;
    const canonical: string[] = new Array(smiles.length).fill('');
    const problems: (string | null)[] = new Array(smiles.length).fill(null);
    const words = new Uint32Array(smiles.length * width);
    const scaffolds = options.scaffolds
      ? new Array<string | null>(smiles.length).fill(null)
      : undefined;
    const properties = options.properties ? noProperties(smiles.length) : undefined;
    const forms = options.forms ? smiles.map(() => noForms(null)) : undefined;
    this.failures = 0;
    for (let i = 0; i < smiles.length; i++) {
      at(i, 'molecule');
      const text = options.blocks ? readBlockText(smiles[i]) : readStructureText(smiles[i]);
      if (text.problem !== null && text.parts.length === 0) {
        problems[i] = text.problem;
        continue;
      }
      const row = words.subarray(i * width, (i + 1) * width);
      try {
        if (!this.rdkit) await this.start();
        problems[i] = this.areAllMolecules(text.parts)
          ? severalStructures(text.parts.length)
          : text.problem;
        if (problems[i] !== null) continue;
        const values = properties?.subarray(i * PROPERTIES.length, (i + 1) * PROPERTIES.length);
        const result = this.one(text.smiles, row, values, options, (stage) => at(i, stage));
        if (result.problem !== null) {
          problems[i] = result.problem;
        } else {
          canonical[i] = result.canonical;
          if (options.blocks && result.canonical === '') problems[i] = 'a mol block without atoms';
          if (scaffolds) scaffolds[i] = result.scaffold;
          if (forms && result.forms) forms[i] = result.forms;
        }
      } catch (error) {
        row.fill(0);
        problems[i] =
          error instanceof RangeError
            ? 'too deeply nested for RDKit'
            : 'RDKit failed while reading it (out of memory, or a fault of its own)';
        this.discard();
      }
    }
    return { canonical, words, problems, scaffolds, properties, forms, failures: this.failures };
  }

  private one(
    smiles: string,
    row: Uint32Array,
    properties: Float64Array | undefined,
    {
      blocks,
      canonical = true,
      fingerprints = true,
      scaffolds = false,
      forms: wanted,
    }: DescribeOptions,
    next: (stage: Stage) => void,
  ): Described {
    const rdkit = this.rdkit as MainModule;
    const stereo = canonical || (fingerprints && this.fingerprint.needsStereo === true);
    const mol = blocks ? rdkit.get_mol(smiles, BLOCK) : this.read(rdkit, smiles, stereo, scaffolds);
    if (!mol) return { problem: this.reason(smiles) };
    try {
      if (fingerprints) packBytes(this.bytes(mol), row, 0);
      const written = canonical ? mol.get_smiles() : '';
      if (properties) {
        next('properties');
        this.findProperties(mol, properties);
      }
      let scaffold: string | null = null;
      // The molecule is gone with the RDKit that failed.
      if (scaffolds && this.rdkit) {
        next('scaffold');
        scaffold = this.scaffold(rdkit, mol);
      }
      let forms: Forms | undefined;
      if (wanted) {
        next('forms');
        forms = this.forms(written, wanted, next);
      }
      return { problem: null, canonical: written, scaffold, forms };
    } finally {
      // With its RDKit gone a molecule needs no deleting, and that might throw.
      if (this.rdkit) mol.delete();
    }
  }

  /** Whether there are texts, and each of them is a molecule. */
  private areAllMolecules(texts: readonly string[]): boolean {
    const all = texts.every((text) => {
      const mol = this.rdkit?.get_mol(text);
      mol?.delete();
      return mol !== null && mol !== undefined;
    });
    this.log?.clear_buffer();
    return all && texts.length > 0;
  }

  /** A molecule with stereo if that is asked for, else as fast as can be; `null` if it is none. */
  private read(rdkit: MainModule, smiles: string, stereo: boolean, scaffolds: boolean): Mol | null {
    const text = stereo ? null : graphText(smiles);
    // Stereo says how many hydrogens some atoms of a scaffold have.
    if (text !== null && !(scaffolds && text.includes('@'))) {
      const mol = rdkit.get_mol(text, GRAPH_ONLY);
      if (mol) return mol;
      // The verdict, and its reason, are those of the whole.
      this.log?.clear_buffer();
    }
    return rdkit.get_mol(smiles);
  }

  /** Fills in the properties; leaves them NaN after a failure, which costs the RDKit but not the molecule. */
  private findProperties(mol: Mol, into: Float64Array): void {
    try {
      moleculeProperties(mol.get_json(), into);
    } catch {
      into.fill(Number.NaN);
      this.discard();
    }
  }

  /** The scaffold; `null` after a failure, which costs the RDKit but not the molecule. */
  private scaffold(rdkit: MainModule, mol: Mol): string | null {
    try {
      const scaffold = murckoScaffold(rdkit, mol, this.memo);
      // What was said of a scaffold is no reason for the next SMILES.
      if (scaffold === null) this.log?.clear_buffer();
      return scaffold;
    } catch {
      this.discard();
      return null;
    }
  }

  /** The forms; after a failure those made so far, and it costs the RDKit but not the molecule. */
  private forms(smiles: string, wanted: FormsWanted, next: (stage: Stage) => void): Forms {
    const forms = noForms(null);
    // Without an RDKit that failed on the molecule's properties or scaffold.
    if (!this.rdkit) return noForms('RDKit failed on it');
    try {
      makeForms(this.rdkit, smiles, wanted, this.fragments, forms, () => next('inchi'));
      this.log?.clear_buffer();
    } catch {
      forms.problem = 'RDKit failed while standardizing it';
      this.discard();
    }
    return forms;
  }

  /** What a C++ exception left behind cannot be known; a new RDKit has none of it. */
  private discard(): void {
    this.failures++;
    this.rdkit = undefined;
    this.log = null;
  }

  private bytes(mol: Mol): Uint8Array {
    const { method, details } = this.fingerprint;
    return details === null ? mol[method]() : mol[method](details);
  }

  private reason(smiles: string): string {
    const text = this.log?.get_buffer() ?? '';
    this.log?.clear_buffer();
    return tidyReason(text, smiles);
  }
}

/** Properties of so many SMILES, none of them known. */
export function noProperties(smiles: number): Float64Array {
  return new Float64Array(smiles * PROPERTIES.length).fill(Number.NaN);
}

/**
 * RDKit's log, which has a time stamp on each line and repeats the SMILES, as one
 * short line that is the same on every run.
 */
export function tidyReason(log: string, smiles: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.replace(/^\[\d\d:\d\d:\d\d\]\s*/, '').trim())
    .filter((line) => line !== '');
  const position = lines
    .map((line) => /check for mistakes around position (\d+)/.exec(line))
    .find((match) => match !== null);
  const first = (lines[0] ?? 'RDKit gave no reason')
    .replace(/^SMILES Parse Error:\s*/, '')
    .replace(/:?\s*(?:while parsing:?|for input:).*$/, '')
    // Short ones would be found inside words.
    .replaceAll(smiles.length > 3 ? smiles : '\0', '…');
  return printable(`${first}${position ? `, around character ${position[1]}` : ''}`, 160);
}
