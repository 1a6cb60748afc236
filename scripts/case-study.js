// Runs the case study, and puts its numbers into docs/case-study.md and examples/case-study/results.json:
//   npm run build && node scripts/case-study.js [folder of results]
// It needs python with pandas, scikit-learn and RDKit, and fetches the two data sets unless they are there. What is
// finished in the folder of results (examples/case-study/bench) is not run again.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caseStudyResults, withCaseStudy } from './case-study-document.js';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const cwd = path('examples/case-study');
const bench = resolve(process.argv[2] ?? `${cwd}/bench`);

/** Calls tanimark in the folder of the configuration. @returns its standard output */
function tanimark(args, allowed = [0]) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const options = { cwd, stdio, encoding: 'utf8', maxBuffer: 2 ** 30 };
  const { status, stdout } = spawnSync(
    process.execPath,
    [path('bin/tanimark.js'), ...args],
    options,
  );
  if (!allowed.includes(status)) process.exit(status ?? 1);
  return stdout;
}

for (const name of ['sae-egfr', 'sae-carbonic-anhydrase-1']) {
  if (tanimark(['datasets', 'path', name, '--quiet'], [0, 2]) === '') {
    tanimark(['datasets', 'fetch', name]);
  }
}
const report = JSON.parse(tanimark(['bench', '-o', bench, '--json']));
const found = caseStudyResults(report, JSON.parse(readFileSync(`${bench}/results.json`, 'utf8')));
writeFileSync(path('examples/case-study/results.json'), `${JSON.stringify(found, null, 1)}\n`);
const page = path('docs/case-study.md');
writeFileSync(page, withCaseStudy(readFileSync(page, 'utf8'), found));
