/**
 * The bytes of chunks, together.
 *
 * @param most bytes that are held
 * @param tooLarge the error where there are more
 */
export async function wholeBytes(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  tooLarge: () => Error,
): Promise<Buffer> {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) throw tooLarge();
    held.push(chunk);
  }
  return Buffer.concat(held, length);
}

/**
 * The text of chunks, together.
 *
 * @param most characters that are held
 * @param tooLong the error where there are more
 */
export async function wholeText(
  chunks: AsyncIterable<string>,
  most: number,
  tooLong: () => Error,
): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > most) throw tooLong();
  }
  return text;
}
