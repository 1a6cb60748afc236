import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const page = readFileSync(path('docs/python.md'), 'utf8');
// The loader is for copying, and too long to be shown.
const scripts = readdirSync(path('examples/python')).filter(
  (name) => name.endsWith('.py') && name !== 'tanimark_results.py',
);

describe('docs/python.md', () => {
  it.each(scripts)('shows examples/python/%s as it is', (name) => {
    const text = readFileSync(path(`examples/python/${name}`), 'utf8');
    expect(page).toContain(`<!-- file: examples/python/${name} -->\n\`\`\`python\n${text}\`\`\`\n`);
    expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeLessThan(17);
  });
});
