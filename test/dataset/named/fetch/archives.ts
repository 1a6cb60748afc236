import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive as a test writes it; what is given in place of the truth is a lie of a hostile one. */
export interface Written {
  readonly name: string;
  readonly body?: string | Uint8Array;
  readonly size?: number;
  /** Of zip: flags, the method, and the checksum. */
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  /** Of tar: type, the longer name of a header before it, and in which way it is given. */
  readonly type?: string;
  readonly longName?: 'pax' | 'gnu' | 'prefix';
}

/** A zip file (APPNOTE.TXT), deflated. */
export function zipOf(members: readonly Written[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, body = '', size, flags = 0x800, method = 8, crc } of members) {
    const content = Buffer.from(body);
    const packed = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size ?? content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const local = [Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed];
    locals.push(...local);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, rest, Buffer.from(name));
    at += local.reduce((sum, part) => sum + part.length, 0);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

/** A tar file (POSIX ustar, pax, GNU). */
export function tarOf(members: readonly Written[]): Buffer {
  return Buffer.concat([...members.flatMap(tarMember), Buffer.alloc(1024)]);
}

function tarMember({ name, body = '', size, type = '0', longName }: Written): Buffer[] {
  const content = Buffer.from(body);
  const own = [
    header(longName ? name.slice(-20) : name, size ?? content.length, type),
    padded(content),
  ];
  if (longName === 'gnu')
    return [...tarMember({ name: '././@LongLink', body: `${name}\0`, type: 'L' }), ...own];
  if (longName === 'pax') {
    const words = `path=${name}\n`;
    // The number counts itself.
    let length = Buffer.byteLength(words) + 3;
    while (`${length} ${words}`.length - words.length + Buffer.byteLength(words) !== length)
      length++;
    const records = `${length} ${words}`;
    return [...tarMember({ name: 'PaxHeader/x', body: records, type: 'x' }), ...own];
  }
  if (longName === 'prefix') {
    const slash = name.lastIndexOf('/');
    own[0] = header(name.slice(slash + 1), size ?? content.length, type, name.slice(0, slash));
  }
  return own;
}

function header(name: string, size: number, type: string, prefix = ''): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(type, 156);
  block.write('ustar\x0000', 257);
  block.write(prefix, 345, 155);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
