// npm run bench [name…]: every benchmark, or the named ones. Each has its peer or bound in the same run.
import { machine } from './common.js';

const names =
  process.argv.length > 2
    ? process.argv.slice(2)
    : [
        'tables',
        'fingerprints',
        'fingerprint-kinds',
        'neighbors',
        'sae',
        'sae-relaxation',
        'methods',
        'score',
        'coverage',
        'gate',
        'cv',
        'startup',
      ];
console.log(`${machine()}\n`);
for (const name of names) await (await import(`./${name}.js`)).run();
