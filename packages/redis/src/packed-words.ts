/** First bytes of MessagePack that say in which form a number follows. */
const ARRAY = { tiny: 0x90, word: 0xdc } as const
const STRING = { tiny: 0xa0, byte: 0xd9, word: 0xda } as const

/**
 * Where the words of a MessagePack list of texts lie in its bytes: word `i` from place `2 i` to place
 * `2 i + 1`. Nothing else than such a list comes from `PACKING`.
 */
export function placesOfWords(packed: Buffer): Uint32Array {
  const kind = packed[0] as number
  const isTiny = kind < ARRAY.word
  const count = isTiny ? kind - ARRAY.tiny : number(packed, 1, kind === ARRAY.word ? 2 : 4)
  let at = isTiny ? 1 : kind === ARRAY.word ? 3 : 5
  const places = new Uint32Array(2 * count)
  for (let i = 0; i < places.length; i += 2) {
    const head = packed[at] as number
    const size = head < STRING.byte ? 0 : head === STRING.byte ? 1 : head === STRING.word ? 2 : 4
    const start = at + 1 + size
    at = start + (size === 0 ? head - STRING.tiny : number(packed, at + 1, size))
    places[i] = start
    places[i + 1] = at
  }
  return places
}

const number = (packed: Buffer, at: number, size: 1 | 2 | 4): number =>
  size === 1 ? packed.readUInt8(at) : size === 2 ? packed.readUInt16BE(at) : packed.readUInt32BE(at)
