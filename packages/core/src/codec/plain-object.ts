/** Is it `{}` or made by `Object.create(null)`, of this or of another realm, and of no class? */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return (
    prototype === Object.prototype ||
    prototype === null ||
    Object.getPrototypeOf(prototype) === null
  )
}

/** `object[key] = value` for any key: assigning to `__proto__` would change the prototype. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else {
    const attributes = { enumerable: true, configurable: true, writable: true }
    Object.defineProperty(object, key, { value, ...attributes })
  }
}
