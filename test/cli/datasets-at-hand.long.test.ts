import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultsOf, faultsRow } from '../../scripts/dataset-faults.js';
import { fetchDatasets } from '../../src/index.js';
import { temporaryFolder } from '../helpers.js';
import { atHand, checkAtHand, shared } from './datasets-at-hand.js';

/** In the order of the document. */
const files = {
  'sae-egfr': 'IC50_EGFR.csv',
  'sae-egfr-train': 'IC50_EGFR_published_train.csv',
  'sae-egfr-test': 'IC50_EGFR_published_test.csv',
  'sae-carbonic-anhydrase-1': 'Ki_Carbonic_anhydrase_I.csv',
  'biogen-adme': 'ADME_public_set_3521.csv',
  'biogen-solubility': 'biogen_logS.csv',
  'b3db-classification': 'B3DB_classification.tsv',
  esol: 'delaney-processed.csv',
  'deepchem-hiv': 'HIV.csv.gz',
  'lohi-drd2-hi': 'drd2_hi.csv',
  'simpd-chembl217-1': 'CHEMBL217_simpd.csv',
  'moleculeace-chembl204-ki': 'CHEMBL204_Ki_cliffs.csv',
};

describe.skipIf(!existsSync(shared('')))('the faults in docs/datasets.md', () => {
  const folder = temporaryFolder();

  it('are those that are found in the files', async () => {
    process.env.TANIMARK_CACHE_DIR = folder.path;
    const document = readFileSync(new URL('../../docs/datasets.md', import.meta.url), 'utf8');
    for (const [name, file] of Object.entries(files)) {
      await fetchDatasets({ names: [name], from: shared(file), audit: false });
    }
    for (const name of Object.keys(files)) {
      // The training set of the published split has its row with the test set.
      if (name === 'sae-egfr-train') continue;
      expect(document).toContain(faultsRow(await faultsOf(name)));
    }
  }, 600_000);
});

describe.skipIf(!existsSync(shared('')))('a large data set of ../shared/datasets', () => {
  it.each(atHand)('$file is dataset:$name, and is split without a flag', checkAtHand, 60_000);
});
