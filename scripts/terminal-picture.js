// Draws what a command prints, colors included, as an SVG:
//   node scripts/terminal-picture.js docs/demo.svg demo
// runs `tanimark demo` and writes docs/demo.svg: standard output, then standard error.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [file, ...args] = process.argv.slice(2);
const cwd = mkdtempSync(join(tmpdir(), 'tanimark-picture-'));
const executable = fileURLToPath(new URL('../bin/tanimark.js', import.meta.url));
const { stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
  cwd,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
});
rmSync(cwd, { recursive: true });
const lines = [`$ tanimark ${args.join(' ')}`, ...(stdout + stderr).trimEnd().split('\n')];

const CELL = { width: 8.4, height: 18 };
const colors = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' };
const escapeXml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Runs of equally styled text in a line, each with the column at which it starts. */
function* runs(line) {
  let style = { fill: '#c9d1d9', weight: 'normal' };
  let column = 0;
  // Splitting at escape sequences leaves texts at even places and codes at odd ones.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: chalk writes them
  const parts = line.split(/\u001b\[(\d+)m/);
  for (let i = 0; i < parts.length; i++) {
    if (i % 2 === 1) {
      const code = Number(parts[i]);
      if (code === 1) style = { ...style, weight: 'bold' };
      else if (code === 2) style = { ...style, fill: '#8b949e' };
      else if (code === 22) style = { fill: '#c9d1d9', weight: 'normal' };
      else style = { ...style, fill: colors[code] ?? '#c9d1d9' };
    } else if (parts[i] !== '') {
      yield { text: parts[i], column, ...style };
      column += parts[i].length;
    }
  }
}

const width = 80 * CELL.width + 32;
const height = lines.length * CELL.height + 32;
const body = lines.flatMap((line, row) =>
  [...runs(line)].map(({ text, column, fill, weight }) => {
    const x = 16 + column * CELL.width;
    const y = 16 + (row + 0.75) * CELL.height;
    const length = text.length * CELL.width;
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" font-weight="${weight}" textLength="${length.toFixed(1)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escapeXml(text)}</text>`;
  }),
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<title>What tanimark ${args.join(' ')} prints</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${body.join('\n')}
</svg>
`;
writeFileSync(file, svg);
