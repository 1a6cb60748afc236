// Puts what the commands print today into README.md, pictures of them into docs/, the lists of methods and metrics, and the JSON Schema of a configuration, too:
//   npm run build && node scripts/update-readme.js
// Each output stands in a code block under a comment `<!-- output: tanimark … -->`, or `<!-- output in a repository: … -->`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleRepository } from './example-repository.js';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const [plain, repository] = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'tanimark-readme-')));
const run = (args, cwd) => {
  const options = { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } };
  return spawnSync(process.execPath, [path('bin/tanimark.js'), ...args], options);
};
exampleRepository(repository, (args) => run(args, repository));
const text = readFileSync(path('README.md'), 'utf8').replace(
  /(<!-- output( in a repository)?: tanimark (.*) -->\n```\n)[\s\S]*?```/g,
  (_, head, where, command) => {
    const { stdout, stderr } = run(command.split(' '), where ? repository : plain);
    return `${head}${(stdout + stderr).trimEnd()}\n\`\`\``;
  },
);
const wrong = run(['split', 'data.csv', '--json'], plain).stdout;
for (const folder of [plain, repository]) rmSync(folder, { recursive: true });
const { withRegistries } = await import('./documents.js');
writeFileSync(path('README.md'), withRegistries('README.md', text));
for (const file of ['docs/tables.md', 'docs/columns.md', 'docs/files.md']) {
  writeFileSync(path(file), withRegistries(file, readFileSync(path(file), 'utf8')));
}
for (const [picture, command] of [
  ['docs/demo.svg', 'demo'],
  ['docs/sae-split.svg', 'split dataset:drugs --valid 0.1 -o split.csv'],
]) {
  const script = path('scripts/terminal-picture.js');
  spawnSync(process.execPath, [script, path(picture), ...command.split(' ')]);
}
const { configSchema } = await import('../dist/index.js');
const { methodsMarkdown } = await import('../dist/report/methods.js');
const { metricsMarkdown } = await import('../dist/report/score/metrics.js');
writeFileSync(path('docs/methods.md'), methodsMarkdown());
writeFileSync(path('docs/metrics.md'), metricsMarkdown());
writeFileSync(path('tanimark.schema.json'), `${JSON.stringify(await configSchema(), null, 2)}\n`);
const { allSchemas, schemaText } = await import('./schemas.js');
const { jsonMarkdown } = await import('./json-document.js');
const schemas = allSchemas();
for (const [name, schema] of schemas)
  writeFileSync(path(`schemas/${name}.json`), schemaText(schema));
writeFileSync(path('docs/json.md'), jsonMarkdown(schemas, wrong));
