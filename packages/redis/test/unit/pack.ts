/** A list of texts in MessagePack, as its specification says. */
export function pack(words: readonly (string | Uint8Array)[]): Buffer {
  const parts = [head(words.length, [0x90, 16], undefined, 0xdc, 0xdd)]
  for (const word of words.map((each) => Buffer.from(each))) {
    parts.push(head(word.length, [0xa0, 32], 0xd9, 0xda, 0xdb), word)
  }
  return Buffer.concat(parts)
}

function head(
  count: number,
  [tiny, tinyLimit]: readonly [number, number],
  byte: number | undefined,
  word: number,
  long: number,
): Buffer {
  if (count < tinyLimit) return Buffer.from([tiny + count])
  if (byte !== undefined && count < 0x100) return Buffer.from([byte, count])
  if (count < 0x10000) return Buffer.from([word, count >> 8, count & 0xff])
  const head = Buffer.alloc(5)
  head[0] = long
  head.writeUInt32BE(count, 1)
  return head
}
