/** Bytes of a `.npy` file. @param header replaces the one of type and shape */
export function npyFile(
  dtype: string,
  shape: readonly number[],
  values: Uint8Array,
  {
    fortran = false,
    version = 1,
    header,
  }: { fortran?: boolean; version?: number; header?: string } = {},
): Buffer {
  const dimensions = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text =
    header ??
    `{'descr': '${dtype}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${dimensions}, }`;
  const start = version === 1 ? 10 : 12;
  const padded = `${text}${' '.repeat(63 - ((start + text.length) % 64))}\n`;
  const head = Buffer.alloc(start);
  head.write('\x93NUMPY', 'latin1');
  head[6] = version;
  if (version === 1) head.writeUInt16LE(padded.length, 8);
  else head.writeUInt32LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded), values]);
}
