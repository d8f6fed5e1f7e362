/** An amount in whole cents: sums of fractions go astray. */
export class Money {
  readonly #cents: bigint

  private constructor(cents: bigint) {
    this.#cents = cents
  }

  static readonly zero: Money = new Money(0n)

  /** @throws RangeError for what is not like `4.50` */
  static of(text: string): Money {
    const [, whole, cents] = /^(\d{1,12})\.(\d\d)$/.exec(text) ?? []
    if (whole === undefined) throw new RangeError('An amount looks like 4.50.')
    return new Money(BigInt(`${whole}${cents}`))
  }

  plus(other: Money): Money {
    return new Money(this.#cents + other.#cents)
  }

  times(count: number): Money {
    return new Money(this.#cents * BigInt(count))
  }

  toString(): string {
    const digits = String(this.#cents).padStart(3, '0')
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`
  }

  /** As people read it in `redis-cli`. */
  toJSON(): string {
    return this.toString()
  }
}
