import type { MainModule, Mol } from '@rdkit/rdkit';
import {
  moleculeProperties,
  PROPERTIES,
  type PropertyName,
} from '../../../src/chemistry/descriptors/properties.js';
import { compileRDKit, startRDKit } from '../../../src/chemistry/rdkit.js';

/** RDKit's names of properties; it has none for the charge, and benzene rings are its matches of a pattern. */
const names: Readonly<Record<PropertyName, string | null>> = {
  molecular_weight: 'amw',
  crippen_logp: 'CrippenClogP',
  tpsa: 'tpsa',
  heavy_atoms: 'NumHeavyAtoms',
  heteroatoms: 'NumHeteroatoms',
  lipinski_donors: 'lipinskiHBD',
  lipinski_acceptors: 'lipinskiHBA',
  rotatable_bonds: 'NumRotatableBonds',
  rings: 'NumRings',
  aromatic_rings: 'NumAromaticRings',
  benzene_rings: null,
  formal_charge: null,
};

export type Properties = Record<PropertyName, number>;

export class DescriptorOracle {
  private constructor(private readonly rdkit: MainModule) {}

  static async start(): Promise<DescriptorOracle> {
    return new DescriptorOracle(await startRDKit(await compileRDKit()));
  }

  private use<T>(smiles: string, act: (mol: Mol) => T): T {
    const mol = this.rdkit.get_mol(smiles);
    if (!mol) throw new Error(`not read: ${smiles}`);
    try {
      return act(mol);
    } finally {
      mol.delete();
    }
  }

  json(smiles: string): string {
    return this.use(smiles, (mol) => mol.get_json());
  }

  /** What our code says. */
  properties(smiles: string): Properties {
    const values = new Float64Array(PROPERTIES.length).fill(Number.NaN);
    moleculeProperties(this.json(smiles), values);
    return Object.fromEntries(PROPERTIES.map((name, p) => [name, values[p]])) as Properties;
  }

  /** Rings that RDKit finds by the pattern of its fr_benzene. */
  private benzenes(smiles: string): number {
    const pattern = this.rdkit.get_qmol('c1ccccc1');
    if (!pattern) throw new Error('the pattern was not read');
    try {
      const found = this.use(smiles, (mol) => mol.get_substruct_matches(pattern));
      return found === '{}' ? 0 : (JSON.parse(found) as unknown[]).length;
    } finally {
      pattern.delete();
    }
  }

  /** Where our values and RDKit's differ by more than 1e-6. */
  differences(smiles: string): string[] {
    const ours = this.properties(smiles);
    const theirs = JSON.parse(this.use(smiles, (mol) => mol.get_descriptors())) as Properties;
    return PROPERTIES.flatMap((name) => {
      const key = names[name];
      if (key === null && name !== 'benzene_rings') return [];
      const expected = key === null ? this.benzenes(smiles) : theirs[key as PropertyName];
      return Math.abs(ours[name] - expected) <= 1e-6
        ? []
        : [`${smiles}: ${name} is ${ours[name]}, RDKit's ${expected}`];
    });
  }
}
