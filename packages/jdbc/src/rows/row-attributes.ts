import type { AttributeCodec, EncodedValue } from '@session/core'
import type { EncodedAttributes } from '@session/core/store'
import { encodedValueOf } from './row-value.ts'

/** The attributes of several rows. Values stay what the driver gave until they are asked for. */
export class RowAttributes implements EncodedAttributes {
  readonly #values = new Map<string, unknown>()
  readonly #form: AttributeCodec['form']

  constructor(form: AttributeCodec['form']) {
    this.#form = form
  }

  add(name: string, value: unknown): void {
    this.#values.set(name, value)
  }

  get(name: string): EncodedValue | undefined {
    const value = this.#values.get(name)
    return value === undefined ? undefined : encodedValueOf(value, this.#form)
  }

  names(): Iterable<string> {
    return this.#values.keys()
  }
}
