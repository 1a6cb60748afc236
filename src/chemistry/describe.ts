import type { Log, MainModule, Mol } from '@rdkit/rdkit';
import { printable } from '../text.js';
import { type Fingerprint, packBytes } from './fingerprint.js';
import type { Stage } from './place.js';
import { startRDKit } from './rdkit.js';
import { murckoScaffold, ScaffoldMemo } from './scaffold.js';
import { smilesTextProblem } from './smiles-text.js';

/** What RDKit says of a batch of SMILES, in the batch's order. */
export interface Description {
  /** Canonical SMILES; empty where there is a problem. */
  readonly canonical: string[];
  /** Packed fingerprints, SMILES × words, row-major; zeros where there is a problem. */
  readonly words: Uint32Array;
  /** Why a SMILES is no molecule, or `null`. */
  readonly problems: (string | null)[];
  /**
   * Bemis-Murcko scaffolds ({@link murckoScaffold}), if they were asked for: empty for a molecule
   * without rings; `null` where there is a problem, and for a molecule whose scaffold RDKit failed
   * to make.
   */
  readonly scaffolds: (string | null)[] | undefined;
}

export interface DescribeOptions {
  /** Whether to make scaffolds; describing takes some 1.7 times as long then. */
  readonly scaffolds?: boolean | undefined;
}

type Described =
  | { readonly problem: null; readonly canonical: string; readonly scaffold: string | null }
  | { readonly problem: string };

/** Parses SMILES one by one with an RDKit of its own, which it replaces after every failure inside RDKit. */
export class Describer {
  private rdkit: MainModule | undefined;
  private log: Log | null = null;
  private readonly memo = new ScaffoldMemo();

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

  /** @param at called with the position of each SMILES before RDKit gets it, and before its scaffold */
  async describe(
    smiles: readonly string[],
    at: (position: number, stage: Stage) => void,
    options: DescribeOptions = {},
  ): Promise<Description> {
    const { words: width } = this.fingerprint;
    const canonical: string[] = new Array(smiles.length).fill('');
    const problems: (string | null)[] = new Array(smiles.length).fill(null);
    const words = new Uint32Array(smiles.length * width);
    const scaffolds = options.scaffolds
      ? new Array<string | null>(smiles.length).fill(null)
      : undefined;
    for (let i = 0; i < smiles.length; i++) {
      at(i, 'molecule');
      const problem = smilesTextProblem(smiles[i]);
      if (problem !== null) {
        problems[i] = problem;
        continue;
      }
      try {
        await this.start();
        const scaffoldNext = scaffolds && (() => at(i, 'scaffold'));
        const result = this.one(smiles[i], words, i * width, scaffoldNext);
        if (result.problem !== null) {
          problems[i] = result.problem;
        } else {
          canonical[i] = result.canonical;
          if (scaffolds) scaffolds[i] = result.scaffold;
        }
      } catch (error) {
        words.fill(0, i * width, (i + 1) * width);
        problems[i] =
          error instanceof RangeError
            ? 'too deeply nested for RDKit'
            : 'RDKit failed while reading it (out of memory, or a fault of its own)';
        this.discard();
      }
    }
    return { canonical, words, problems, scaffolds };
  }

  private one(
    smiles: string,
    words: Uint32Array,
    offset: number,
    scaffoldNext: (() => void) | undefined,
  ): Described {
    const rdkit = this.rdkit as MainModule;
    const mol = rdkit.get_mol(smiles);
    if (!mol) return { problem: this.reason(smiles) };
    try {
      packBytes(this.bytes(mol), words, offset);
      const canonical = mol.get_smiles();
      if (!scaffoldNext) return { problem: null, canonical, scaffold: null };
      scaffoldNext();
      return { problem: null, canonical, scaffold: this.scaffold(rdkit, mol) };
    } finally {
      // With its RDKit gone a molecule needs no deleting, and that might throw.
      if (this.rdkit) mol.delete();
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

  /** What a C++ exception left behind cannot be known; a new RDKit has none of it. */
  private discard(): void {
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
