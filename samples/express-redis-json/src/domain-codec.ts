import { type AttributeCodec, AttributeNotDecodableError, jsonCodec } from '@session/core'
import { Cart } from './domain/cart.ts'

/** How each class is made again from the JSON that its `toJSON()` gave. */
const classes: ReadonlyMap<unknown, (json: never) => unknown> = new Map([['cart', Cart.fromJSON]])

/**
 * JSON, in which objects of the domain say what they are: `{"class":"cart",…}`. Written by their own
 * `toJSON()`, which the codec below asks already; so only reading is left to do here.
 */
export function domainCodec(json: AttributeCodec = jsonCodec()): AttributeCodec {
  return {
    form: json.form,
    numbers: json.numbers,
    encode: (value, context) => json.encode(value, context),
    decode: (stored, context) => {
      const plain = json.decode(stored, context)
      const revive = classes.get((plain as { class?: unknown } | null)?.class)
      if (revive === undefined) return plain
      try {
        return revive(plain as never)
      } catch {
        // Not the error's own message: it may quote the value, and errors end up in logs.
        throw new AttributeNotDecodableError(context.attribute, 'it is not what its class expects.')
      }
    },
  }
}
