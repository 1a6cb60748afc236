// Puts what the commands print today into README.md, pictures of them into docs/, the lists of methods and metrics, and the JSON Schema of a configuration, too:
//   npm run build && node scripts/update-readme.js
// Each output stands in a code block under a comment `<!-- output: tanimark … -->`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'tanimark-readme-'));
const text = readFileSync(path('README.md'), 'utf8').replace(
  /(<!-- output: tanimark (.*) -->\n```\n)[\s\S]*?```/g,
  (_, head, command) => {
    const options = { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } };
    const args = [path('bin/tanimark.js'), ...command.split(' ')];
    const { stdout, stderr } = spawnSync(process.execPath, args, options);
    return `${head}${(stdout + stderr).trimEnd()}\n\`\`\``;
  },
);
rmSync(cwd, { recursive: true });
writeFileSync(path('README.md'), text);
for (const [picture, command] of [
  ['docs/demo.svg', 'demo'],
  ['docs/sae-split.svg', 'split dataset:drugs --valid 0.1 --balance-label -o split.csv'],
]) {
  const script = path('scripts/terminal-picture.js');
  spawnSync(process.execPath, [script, path(picture), ...command.split(' ')]);
}
const { configSchema, methodsMarkdown, metricsMarkdown } = await import('../dist/index.js');
writeFileSync(path('docs/methods.md'), methodsMarkdown());
writeFileSync(path('docs/metrics.md'), metricsMarkdown());
writeFileSync(path('tanimark.schema.json'), `${JSON.stringify(configSchema(), null, 2)}\n`);
