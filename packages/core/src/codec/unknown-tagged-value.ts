/**
 * A stored value whose tag this version does not know: a newer one wrote it. It can be moved and
 * stored again, and is written back as it was found.
 */
export class UnknownTaggedValue {
  // Private, so that no other codec takes a copy of the fields for the value.
  readonly #tag: string
  readonly #json: string

  constructor(tag: string, json: string) {
    this.#tag = tag
    this.#json = json
  }

  /** The tag with its `$`, as in `$duration`. */
  get tag(): string {
    return this.#tag
  }

  /** The tag's content as JSON text. */
  get json(): string {
    return this.#json
  }
}
