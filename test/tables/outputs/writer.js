// Writes a set of files, again and again, and ends itself at an operation of putting them in place: writer.js <folder> <word> <at> <rounds> <name>...
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder, word, at, rounds, ...names] = process.argv.slice(2);
const { OutputBatch } = await import('../../../dist/tables/output-batch.js');

let count = 0;
for (const name of [
  'openSync',
  'writeSync',
  'writeFileSync',
  'closeSync',
  'renameSync',
  'rmSync',
]) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (count++ === Number(at)) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
}
syncBuiltinESMExports();

for (let round = 0; round < Number(rounds); round++) {
  const batch = new OutputBatch();
  for (const name of names) await batch.add(`${folder}/${name}`, `${word} ${name}`);
  count = 0;
  await batch.finish();
}
