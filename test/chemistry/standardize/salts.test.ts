import { describe, expect, it } from 'vitest';
import { SALT_FORMERS } from '../../../src/chemistry/standardize/counter-ions.js';
import { saltFormersLike, skeletonKeys } from '../../../src/chemistry/standardize/skeleton.js';
import { formsOf, levelOfEquality, openPool } from './setting.js';

const pool = openPool();

const AMINE = 'CN(C)CCCN1c2ccccc2CCc2ccccc21';
const AMMONIUM = 'C[NH+](C)CCCN1c2ccccc2CCc2ccccc21';
const SMALL_AMINE = 'NCCc1ccc(O)c(O)c1';
const ACID = 'CC(C)Cc1ccc(C(C)C(=O)O)cc1';
const CARBOXYLATE = 'CC(C)Cc1ccc(C(C)C(=O)[O-])cc1';
const QUATERNARY = 'C[n+]1ccccc1C=NO';

/** Salts and solvates as people write them, and the drug in them. */
const salts: [name: string, salt: string, drug: string, level: string][] = [
  ['hydrochloride', `Cl.${AMINE}`, AMINE, 'salts'],
  ['hydrobromide', `Br.${AMINE}`, AMINE, 'salts'],
  ['deuterium chloride', `[2H]Cl.${AMINE}`, AMINE, 'salts'],
  ['dihydrochloride dihydrate', `O.O.Cl.Cl.${AMINE}`, AMINE, 'salts'],
  ['ions of a hydrochloride', `[Cl-].${AMMONIUM}`, AMINE, 'charges'],
  [
    'pamoate',
    `${SMALL_AMINE}.O=C(O)c1cc2ccccc2c(Cc2c(O)c(C(=O)O)cc3ccccc23)c1O`,
    SMALL_AMINE,
    'salts',
  ],
  [
    'pamoate as ions',
    `${AMMONIUM}.${AMMONIUM}.O=C([O-])c1cc2ccccc2c(Cc2c(O)c(C(=O)[O-])cc3ccccc23)c1O`,
    AMINE,
    'charges',
  ],
  [
    'lactobionate',
    `${SMALL_AMINE}.OC[C@H]1O[C@@H](O[C@H]([C@H](O)CO)[C@H](O)[C@@H](O)C(=O)O)[C@H](O)[C@@H](O)[C@H]1O`,
    SMALL_AMINE,
    'salts',
  ],
  ['stearate', `${SMALL_AMINE}.CCCCCCCCCCCCCCCCCC(=O)O`, SMALL_AMINE, 'salts'],
  ['palmitate', `${SMALL_AMINE}.CCCCCCCCCCCCCCCC(O)=O`, SMALL_AMINE, 'salts'],
  ['laurate', `${SMALL_AMINE}.CCCCCCCCCCCC(O)=O`, SMALL_AMINE, 'salts'],
  ['oleate', `${SMALL_AMINE}.CCCCCCCC/C=C\\CCCCCCCC(O)=O`, SMALL_AMINE, 'salts'],
  ['dodecyl sulfate', `${SMALL_AMINE}.CCCCCCCCCCCCOS(O)(=O)=O`, SMALL_AMINE, 'salts'],
  [
    'docusate',
    `${SMALL_AMINE}.CCCCC(CC)COC(=O)CC(C(=O)OCC(CC)CCCC)S(O)(=O)=O`,
    SMALL_AMINE,
    'salts',
  ],
  [
    'tetraphenylborate',
    `${QUATERNARY}.c1ccc(cc1)[B-](c1ccccc1)(c1ccccc1)c1ccccc1`,
    QUATERNARY,
    'salts',
  ],
  ['hexafluorophosphate', `${QUATERNARY}.F[P-](F)(F)(F)(F)F`, QUATERNARY, 'salts'],
  ['tetrafluoroborate', `${QUATERNARY}.F[B-](F)(F)F`, QUATERNARY, 'salts'],
  ['perchlorate', `${QUATERNARY}.[O-][Cl+3]([O-])([O-])[O-]`, QUATERNARY, 'salts'],
  ['triiodide', `${QUATERNARY}.I[I-]I`, QUATERNARY, 'salts'],
  ['methyl sulfate', `${QUATERNARY}.COS(=O)(=O)[O-]`, QUATERNARY, 'salts'],
  ['bistriflimide', `${QUATERNARY}.FC(F)(F)S(=O)(=O)[N-]S(=O)(=O)C(F)(F)F`, QUATERNARY, 'salts'],
  [
    'napadisylate',
    `${SMALL_AMINE}.${SMALL_AMINE}.OS(=O)(=O)c1cccc2c1cccc2S(O)(=O)=O`,
    SMALL_AMINE,
    'salts',
  ],
  ['napsylate', `${SMALL_AMINE}.OS(=O)(=O)c1ccc2ccccc2c1`, SMALL_AMINE, 'salts'],
  ['edisylate', `${AMINE}.OS(=O)(=O)CCS(O)(=O)=O`, AMINE, 'salts'],
  ['camsylate', `${SMALL_AMINE}.CC1(C)[C@H]2CC[C@]1(CS(=O)(=O)O)C(=O)C2`, SMALL_AMINE, 'salts'],
  ['mesylate', `${AMINE}.CS(O)(=O)=O`, AMINE, 'salts'],
  ['besylate', `${AMINE}.OS(=O)(=O)c1ccccc1`, AMINE, 'salts'],
  ['tosylate', `${SMALL_AMINE}.Cc1ccc(cc1)S(O)(=O)=O`, SMALL_AMINE, 'salts'],
  [
    'cholate',
    `${SMALL_AMINE}.C[C@H](CCC(O)=O)[C@H]1CC[C@@H]2[C@@]1([C@H](C[C@H]3[C@H]2[C@@H](C[C@H]4[C@@]3(CC[C@H](C4)O)C)O)O)C`,
    SMALL_AMINE,
    'salts',
  ],
  ['L-tartrate', `${SMALL_AMINE}.O[C@H]([C@@H](O)C(=O)O)C(=O)O`, SMALL_AMINE, 'salts'],
  ['meso-tartrate', `${SMALL_AMINE}.O[C@H]([C@H](O)C(=O)O)C(=O)O`, SMALL_AMINE, 'salts'],
  [
    'dibenzoyltartrate',
    `${SMALL_AMINE}.OC(=O)C(OC(=O)c1ccccc1)C(OC(=O)c1ccccc1)C(O)=O`,
    SMALL_AMINE,
    'salts',
  ],
  ['citrate', `${SMALL_AMINE}.OC(=O)CC(O)(CC(=O)O)C(=O)O`, SMALL_AMINE, 'salts'],
  ['maleate', `${AMINE}.OC(=O)/C=C\\C(=O)O`, AMINE, 'salts'],
  ['hemifumarate', `${AMINE}.${AMINE}.OC(=O)/C=C/C(=O)O`, AMINE, 'salts'],
  ['trifluoroacetate', `${SMALL_AMINE}.OC(=O)C(F)(F)F`, SMALL_AMINE, 'salts'],
  ['acetate', `${SMALL_AMINE}.CC(O)=O`, SMALL_AMINE, 'salts'],
  ['xinafoate', `${SMALL_AMINE}.OC(=O)c1ccc2ccccc2c1O`, SMALL_AMINE, 'salts'],
  [
    'picrate',
    `${SMALL_AMINE}.Oc1c([N+]([O-])=O)cc([N+]([O-])=O)cc1[N+]([O-])=O`,
    SMALL_AMINE,
    'salts',
  ],
  [
    'teoclate',
    `CN(C)CCOC(c1ccccc1)c1ccccc1.Cn1c(=O)c2[nH]c(Cl)nc2n(C)c1=O`,
    'CN(C)CCOC(c1ccccc1)c1ccccc1',
    'salts',
  ],
  ['sulfate', `${SMALL_AMINE}.${SMALL_AMINE}.OS(O)(=O)=O`, SMALL_AMINE, 'salts'],
  ['phosphate', `${SMALL_AMINE}.OP(O)(O)=O`, SMALL_AMINE, 'salts'],
  ['sodium salt', `[Na+].${CARBOXYLATE}`, ACID, 'charges'],
  ['sodium salt with hydrides', `${ACID}.[NaH]`, ACID, 'salts'],
  ['calcium salt', `[Ca+2].${CARBOXYLATE}.${CARBOXYLATE}`, ACID, 'charges'],
  ['ammonium salt', `[NH4+].${CARBOXYLATE}`, ACID, 'charges'],
  [
    'dicyclohexylamine salt',
    `OC(=O)c1ccc(Cl)cc1Cl.C1CCC(CC1)NC1CCCCC1`,
    'OC(=O)c1ccc(Cl)cc1Cl',
    'salts',
  ],
  ['cyclohexylammonium salt', `[O-]C(=O)c1ccco1.[NH3+]C1CCCCC1`, 'OC(=O)c1ccco1', 'charges'],
  ['tetrabutylammonium salt', `${CARBOXYLATE}.CCCC[N+](CCCC)(CCCC)CCCC`, ACID, 'charges'],
  ['triethylamine salt', 'CCN(CC)CC.OC(=O)c1ccc(Cl)cc1Cl', 'OC(=O)c1ccc(Cl)cc1Cl', 'salts'],
  ['meglumine salt', `${ACID}.CNC[C@H](O)[C@@H](O)[C@H](O)[C@H](O)CO`, ACID, 'salts'],
  ['tromethamine salt', `${ACID}.NC(CO)(CO)CO`, ACID, 'salts'],
  ['benzathine salt', `${ACID}.C(CNCc1ccccc1)NCc1ccccc1`, ACID, 'salts'],
  ['lysine salt', `${ACID}.NCCCC[C@H](N)C(O)=O`, ACID, 'salts'],
  [
    'tetraphenylphosphonium salt',
    `${CARBOXYLATE}.c1ccc(cc1)[P+](c1ccccc1)(c1ccccc1)c1ccccc1`,
    ACID,
    'charges',
  ],
  ['DMSO solvate', 'CS(C)=O.Oc1ccccc1', 'Oc1ccccc1', 'salts'],
  ['dioxane solvate', 'C1COCCO1.Oc1ccccc1', 'Oc1ccccc1', 'salts'],
  ['hexane solvate', 'CCCCCC.O=C=NC(=O)C(=O)N=C=O', 'O=C=NC(=O)C(=O)N=C=O', 'salts'],
  ['sodium chloride and water', 'O.[Na+].[Cl-]', '[Na+].[Cl-]', 'salts'],
  ['glycine hydrochloride', 'Cl.NCC(=O)O', 'NCC(=O)O', 'salts'],
  ['a counter-ion alone with a proton', '[H+].[Cl-]', 'Cl', 'charges'],
  ['potassium tartrate', '[K+].[K+].OC(C(O)C(=O)[O-])C(=O)[O-]', 'OC(C(O)C(=O)O)C(=O)O', 'charges'],
  ['ethanol with hydrogen chloride', 'CCO.Cl', 'CCO', 'salts'],
];

/** Pairs that only share a counter-ion, or only look as if they were salts. */
const different: [name: string, one: string, other: string][] = [
  [
    'two pamoates',
    'CN1CCCN=C1C=Cc1cccs1.O=C(O)c1cc2ccccc2c(Cc2c(O)c(C(=O)O)cc3ccccc23)c1O',
    `${AMINE}.O=C(O)c1cc2ccccc2c(Cc2c(O)c(C(=O)O)cc3ccccc23)c1O`,
  ],
  [
    'two tosylates of amines that are counter-ions',
    'Cc1ccc(cc1)S(=O)(=O)O.CN',
    'Cc1ccc(cc1)S(=O)(=O)O.NCCO',
  ],
  [
    'two tetraphenylborates',
    `${QUATERNARY}.c1ccc(cc1)[B-](c1ccccc1)(c1ccccc1)c1ccccc1`,
    'C[N+](C)(C)CCO.c1ccc(cc1)[B-](c1ccccc1)(c1ccccc1)c1ccccc1',
  ],
  [
    'two dicyclohexylamine salts',
    'OC(=O)c1ccco1.C1CCC(CC1)NC1CCCCC1',
    'OC(=O)c1cccs1.C1CCC(CC1)NC1CCCCC1',
  ],
  [
    'two reineckates',
    '[NH4+].N[Cr-](N)(N=C=S)(N=C=S)(N=C=S)N=C=S',
    'C[NH3+].N[Cr-](N)(N=C=S)(N=C=S)(N=C=S)N=C=S',
  ],
  ['chlorides', '[Na+].[Cl-]', '[K+].[Cl-]'],
  ['halides', '[Na+].[I-]', '[Na+].[Cl-]'],
  ['carbonates', '[Li+].[Li+].[O-]C([O-])=O', '[Na+].[Na+].[O-]C([O-])=O'],
  ['carbonate and hydrogen carbonate', '[Na+].[Na+].[O-]C([O-])=O', '[Na+].OC([O-])=O'],
  ['sulfates', '[Mg+2].[O-]S([O-])(=O)=O', '[Fe+2].[O-]S([O-])(=O)=O'],
  ['hydroxides', '[Al+3].[OH-].[OH-].[OH-]', '[Mg+2].[OH-].[OH-]'],
  ['a cobalt complex and ammonia', '[Co+3].N.N.N.N.N.N.[Cl-].[Cl-].[Cl-]', 'N'],
  ['cisplatin as ions and ammonia', '[Pt+2].[Cl-].[Cl-].N.N', 'N'],
  [
    'a gadolinium contrast agent and its ligand',
    '[Gd+3].OC(=O)CN(CCN(CC([O-])=O)CC([O-])=O)CCN(CC([O-])=O)CC(O)=O',
    'OC(=O)CN(CCN(CC(=O)O)CC(=O)O)CCN(CC(=O)O)CC(=O)O',
  ],
  ['ferrocene as ions and cyclopentadiene', '[Fe+2].c1cc[cH-]c1.c1cc[cH-]c1', 'C1=CCC=C1'],
  ['a mixture of isomers and one of them', 'Clc1ccccc1Br.Clc1cccc(Br)c1', 'Clc1ccccc1Br'],
  ['stearic and palmitic acid', 'CCCCCCCCCCCCCCCCCC(=O)O', 'CCCCCCCCCCCCCCCC(=O)O'],
];

describe('salts and solvates', () => {
  it.each(salts)('%s', async (_, salt, drug, level) => {
    expect(await levelOfEquality(pool, salt, drug)).toBe(level);
    expect(await levelOfEquality(pool, drug, salt)).toBe(level);
    const keys = new Set(skeletonKeys(salt));
    expect(skeletonKeys(drug)?.some((key) => keys.has(key))).toBe(true);
  });

  it.each(different)('never: %s', async (_, one, other) => {
    expect(await levelOfEquality(pool, one, other)).toBe(null);
  });
});

describe('the list of counter-ions and solvents', () => {
  it('is of distinct parents that RDKit reads, at least 60', async () => {
    const forms = await formsOf(
      pool,
      SALT_FORMERS.map(({ smiles }) => smiles),
    );
    const parents = forms.map(({ stereo }) => stereo);
    expect(parents).not.toContain('');
    expect(new Set(parents).size).toBe(SALT_FORMERS.length);
    expect(SALT_FORMERS.length).toBeGreaterThanOrEqual(60);
  });

  it('is looked up by skeleton, and compared by molecule', () => {
    const names = (smiles: string) => saltFormersLike(smiles).map(({ name }) => name);
    expect(names('[O-]C(=O)C(F)(F)F')).toEqual(['trifluoroacetic']);
    // Without hydrogens and charges, ethanol and ethylene glycol are other skeletons, formic acid and CO2 the same.
    expect(names('O=C=O')).toEqual(['formic']);
    expect(names(AMINE)).toEqual([]);
  });

  it.each(SALT_FORMERS.map(({ name, smiles }) => [name, smiles]))(
    '%s is taken off',
    async (_, smiles) => {
      const drug = 'FC(F)(F)c1ccc(cc1)C(=O)NC1CCN(Cc2ccsc2)CC1';
      const [mixture, alone] = await formsOf(pool, [`${smiles}.${drug}`, drug]);
      expect(mixture.salts).toBe(alone.none);
    },
  );

  it('costs a molecule nothing that is a counter-ion itself', async () => {
    const forms = await formsOf(
      pool,
      SALT_FORMERS.map(({ smiles }) => smiles),
    );
    for (const { none, salts: parent } of forms) expect(parent).toBe(none);
  });
});
