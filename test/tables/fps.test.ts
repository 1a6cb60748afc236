import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openFps } from '../../src/tables/fps.js';
import { errorOf, temporaryFolder } from '../helpers.js';

const folder = temporaryFolder();

async function read(content: string | Uint8Array) {
  const path = folder.file('a.fps', content);
  const file = await openFps(path);
  const records = [];
  for await (const record of file.records) records.push(record);
  return { bits: file.bits, records, digest: file.digest() };
}

/** The example of the format's specification. */
const EXAMPLE = `#FPS1
#num_bits=166
#type=RDKit-MACCS166/2
#software=RDKit/2018.03.1 chemfp/3.2.1
#date=2018-05-15T15:18:48
000000003000000001d414d91323915380f138ea1f\t58-08-2
00000000000000000002000000000404001410d61e\t15687-27-1
`;

describe('openFps', () => {
  it('reads the example of the specification, with any line ends and gzipped', async () => {
    for (const content of [EXAMPLE, EXAMPLE.replaceAll('\n', '\r\n'), gzipSync(EXAMPLE)]) {
      const { bits, records, digest } = await read(content);
      expect(bits).toBe(166);
      expect(records).toEqual([
        { line: 6, hex: '000000003000000001d414d91323915380f138ea1f', id: '58-08-2' },
        { line: 7, hex: '00000000000000000002000000000404001410d61e', id: '15687-27-1' },
      ]);
      expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
    }
  });

  it('needs no header, ignores further cells, and takes ids with spaces', async () => {
    const { bits, records } = await read('ff00\tCC O\textra\n\n00ff\tb');
    expect(bits).toBe(16);
    expect(records).toEqual([
      { line: 1, hex: 'ff00', id: 'CC O' },
      { line: 3, hex: '00ff', id: 'b' },
    ]);
  });

  it.each([
    ['', 'holds no fingerprint; check the file'],
    ['#FPS1\n', 'holds no fingerprint; check the file'],
    ['#num_bits=ten\nff\ta\n', 'line 1: num_bits is "ten", not a whole number'],
    ['#num_bits=99999999999\nff\ta\n', 'line 1: num_bits is "99999999999", not a whole number'],
    [
      'ff a\n',
      'line 1: no tab; each line needs a fingerprint in hexadecimal digits, a tab and an id (FPS format)',
    ],
    [
      '#num_bits=16\nff\ta\n',
      'line 2: 2 hexadecimal digits, but a fingerprint of 16 bits (num_bits) has 4',
    ],
    [
      'ff\ta\nfff\tb\n',
      'line 2: 3 hexadecimal digits, but a fingerprint of 8 bits (as in the first line) has 2',
    ],
    [
      'fff\ta\n',
      'line 1: 3 hexadecimal digits, but a fingerprint of 12 bits (as in the first line) has 4',
    ],
    [
      'ffff\ta\nff',
      'line 2: no tab; each line needs a fingerprint in hexadecimal digits, a tab and an id (FPS format)',
    ],
  ])('refuses %j', async (content, message) => {
    const error = await errorOf(() => read(content));
    expect([error.code, folder.shorten(error.message)]).toEqual(['file', `a.fps: ${message}`]);
  });
});
