import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parts, withRegistries } from '../scripts/documents.js';

it.each(['README.md', 'docs/tables.md', 'docs/columns.md', 'docs/files.md', 'docs/datasets.md'])(
  '%s has what the registries hold',
  (file) => {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    for (const { place } of parts.filter((part) => part.file === file)) {
      expect([...text.matchAll(new RegExp(place, 'g'))], String(place)).toHaveLength(1);
    }
    // npm run docs writes it.
    expect(text).toBe(withRegistries(file, text));
  },
);
