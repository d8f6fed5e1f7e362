/** Makes `console.log` and `util.inspect` print what `toString()` gives, and nothing that is a secret. */
export function inspectAsString(prototype: object): void {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: object) {
      return this.toString()
    },
  })
}
