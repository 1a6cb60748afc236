import type { Log, MainModule, Mol } from '@rdkit/rdkit';
import { printable } from '../text.js';
import { type Fingerprint, packBytes } from './fingerprint.js';
import { startRDKit } from './rdkit.js';
import { smilesTextProblem } from './smiles-text.js';

/** What RDKit says of a batch of SMILES, in the batch's order. */
export interface Description {
  /** Canonical SMILES; empty where there is a problem. */
  readonly canonical: string[];
  /** Packed fingerprints, SMILES × words, row-major; zeros where there is a problem. */
  readonly words: Uint32Array;
  /** Why a SMILES is no molecule, or `null`. */
  readonly problems: (string | null)[];
}

/** Parses SMILES one by one with an RDKit of its own, which it replaces after every failure inside RDKit. */
export class Describer {
  private rdkit: MainModule | undefined;
  private log: Log | null = null;

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

  /** @param at called with the position of each SMILES before RDKit gets it */
  async describe(smiles: readonly string[], at: (position: number) => void): Promise<Description> {
    const { words: width } = this.fingerprint;
    const canonical: string[] = new Array(smiles.length).fill('');
    const problems: (string | null)[] = new Array(smiles.length).fill(null);
    const words = new Uint32Array(smiles.length * width);
    for (let i = 0; i < smiles.length; i++) {
      at(i);
      const problem = smilesTextProblem(smiles[i]);
      if (problem !== null) {
        problems[i] = problem;
        continue;
      }
      try {
        await this.start();
        const result = this.one(smiles[i], words, i * width);
        if (result.problem !== null) problems[i] = result.problem;
        else canonical[i] = result.canonical;
      } catch (error) {
        words.fill(0, i * width, (i + 1) * width);
        problems[i] =
          error instanceof RangeError
            ? 'too deeply nested for RDKit'
            : 'RDKit failed while reading it (out of memory, or a fault of its own)';
        // What a C++ exception left behind cannot be known; a new RDKit has none of it.
        this.rdkit = undefined;
        this.log = null;
      }
    }
    return { canonical, words, problems };
  }

  private one(
    smiles: string,
    words: Uint32Array,
    offset: number,
  ): { canonical: string; problem: null } | { problem: string } {
    const mol = (this.rdkit as MainModule).get_mol(smiles);
    if (!mol) return { problem: this.reason(smiles) };
    try {
      packBytes(this.bytes(mol), words, offset);
      return { canonical: mol.get_smiles(), problem: null };
    } finally {
      mol.delete();
    }
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
