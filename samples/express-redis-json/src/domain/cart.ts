import { Money } from './money.ts'

interface CartLine {
  readonly item: string
  readonly price: Money
  readonly count: number
}

interface CartJson {
  readonly class: 'cart'
  readonly lines: readonly { item: string; price: string; count: number }[]
}

/** What somebody is about to buy. */
export class Cart {
  readonly #lines: CartLine[] = []

  /** @throws Error when it is not what `toJSON()` gave. */
  static fromJSON(json: CartJson): Cart {
    const cart = new Cart()
    for (const { item, price, count } of json.lines) cart.add(item, Money.of(price), count)
    return cart
  }

  get lines(): readonly CartLine[] {
    return this.#lines
  }

  get total(): Money {
    return this.#lines.reduce((sum, { price, count }) => sum.plus(price.times(count)), Money.zero)
  }

  /** @throws RangeError */
  add(item: string, price: Money, count = 1): void {
    if (!Number.isInteger(count) || count < 1 || count > 99)
      throw new RangeError('1 to 99 of each.')
    if (typeof item !== 'string' || item.length < 1 || item.length > 40) {
      throw new RangeError('An item has a name of at most 40 characters.')
    }
    this.#lines.push({ item, price, count })
  }

  toJSON(): unknown {
    return {
      class: 'cart',
      lines: this.#lines.map(({ item, price, count }) => ({ item, price: String(price), count })),
    } satisfies CartJson
  }
}
