import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Folder, run } from './run.js';

/**
 * Splits that people have made must come out the same after an upgrade. When a change of method
 * is meant, change the hash and tell users in CHANGELOG.md.
 */
const golden: [string[], string][] = [
  [['-m', 'sae'], 'd9c710f138569b0bdd711d9ca7bb1f0c282a50c6338fede8a78a01b285e3e943'],
  [
    ['--distribution', 'range:0-0.2', '--valid', '0.1', '--effort', '0.05'],
    '3bf959ac92d7ef3462acf4c67e17aaec0c0c48dd94d47b26f9dcf5e2e17d0c15',
  ],
  [
    ['--folds', '5', '--effort', '0.05'],
    '0c012a930a43f4d51bf16761b751d46e04b211a8105399583b9dae3dc3c65a24',
  ],
  [['-m', 'random'], '0a6cb2f128bdd8c2eef7a388084ed435d40e48b32bdb0892b60b3055db10a131'],
  [
    ['-m', 'random', '--folds', '5'],
    'd00a2c50928a6b4f7ff215865e8a30e8eaebeeebb9fdbf6c6ad80ed99e6e568b',
  ],
];

/** The same of all methods that need nothing but the data. */
const goldenMethods: Readonly<Record<string, string>> = {
  stratified: '75ec0ca5c890a7d04b098a1bf776eb5f889de3c0355d918b1a286763a5ec276c',
  scaffold: '5ac95e033f77b7f6fcd9e9bcfbf78a44abd1dd995697c1d190a68953f7ec0787',
  butina: '92f7407ff6033b6f92e6842d9ea9d9ccd30889c2c1dd36f0639ded5c294e9413',
  leader: '8d5a3f204586f14080185b4ebbfa9f549cca14d47bec845a0efc0441f72dbeb8',
  'k-means': '2b1f2ea85df594de47e2f1034d42a4cda385921508f2a3d3d58d9c32d6320e75',
  components: '7c0dac6ffcaef348b8ac7e853b94d561d80d6d824f01396717b9e4fdbad13f8a',
  'leakage-minimal': '83023ed8501d3f71d6b0a8129ebc19f6ea998df975ef312c532d28052dc037a0',
  maxmin: 'e3124cfe9231a933789b0907ad159474fa85e287f4d412d46b3ac86f7b904a47',
  'kennard-stone': 'e1977b6414713ab1b5fa409860fd74f77c4113ace69f8ee27162d0cb9ca963c0',
  'sphere-exclusion': '4c1425b406504b372f763fdf32ed776d607c41bb811753b6b6017390087186ee',
  perimeter: '0594c36aaeca7f4cdd65592057132d4c47307e65dcba1d10c9afd3bfc34f954d',
  'molecular-weight': '14c6dc6af2966e0dca61973740ed76f93278d4660e1e1b11d67359f05b6bcc19',
  property: '5ae9550377e708bb400e6a074b2b4317e9a0d9cb20ac793ab3df387852d98690',
  simpd: 'b4248a284dbabcbf4e629803bf4aa2575e454e86ecee8cb76b0e35ae63d99d6d',
};

describe('splits of the bundled data set', () => {
  it.each(golden)('with %j have the bytes they always had', (args, sha256) => {
    const { stdout } = run(['split', 'dataset:drugs', '-q', ...args]);
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(sha256);
  });

  it('by the other methods have the bytes they always had', () => {
    const folder = new Folder();
    const methods = Object.keys(goldenMethods).join(',');
    const args = ['-q', '--compare', '--property', 'tpsa', '-o', `${folder.at('all')}/`];
    const { code } = run(['split', 'dataset:drugs', '-m', methods, ...args]);
    expect(code).toBe(0);
    const { outputs } = JSON.parse(folder.read('all.manifest.json'));
    folder.remove();
    expect(
      Object.fromEntries(
        outputs.map(({ path, sha256 }: { path: string; sha256: string }) => [
          path.replace(/\.csv$/, ''),
          sha256,
        ]),
      ),
    ).toEqual(goldenMethods);
  });
});
