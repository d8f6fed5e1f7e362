import type { AttributeView } from './attributes.ts'

/** What a view reads and writes through. */
export interface AttributeAccess {
  readonly attributeNames: readonly string[]
  getAttribute(name: string): unknown
  setAttribute(name: string, value: unknown): void
  removeAttribute(name: string): void
}

/**
 * A session's attributes as a live object. It is a proxy over an object without a prototype, so an
 * attribute may have any name, `__proto__` and `toString` included, and nothing is inherited.
 */
export function attributeView<A>(session: AttributeAccess): AttributeView<A> {
  const target = Object.create(null) as object
  // Inspecting a proxy shows its target and asks no trap: show names, never values.
  Object.defineProperty(target, Symbol.for('nodejs.util.inspect.custom'), {
    value: () => `[Session attributes: ${session.attributeNames.join(', ')}]`,
    configurable: true,
  })
  return new Proxy(target, new AttributeViewHandler(session)) as AttributeView<A>
}

class AttributeViewHandler implements ProxyHandler<object> {
  readonly #session: AttributeAccess

  constructor(session: AttributeAccess) {
    this.#session = session
  }

  get(target: object, name: string | symbol): unknown {
    if (typeof name === 'symbol') return Reflect.get(target, name)
    return this.#session.getAttribute(name)
  }

  set(_target: object, name: string | symbol, value: unknown): boolean {
    if (typeof name === 'symbol') return false
    this.#session.setAttribute(name, value)
    return true
  }

  has(target: object, name: string | symbol): boolean {
    if (typeof name === 'symbol') return Reflect.has(target, name)
    return this.#session.attributeNames.includes(name)
  }

  deleteProperty(_target: object, name: string | symbol): boolean {
    if (typeof name === 'string') this.#session.removeAttribute(name)
    return true
  }

  ownKeys(): string[] {
    return [...this.#session.attributeNames]
  }

  getOwnPropertyDescriptor(_target: object, name: string | symbol): PropertyDescriptor | undefined {
    if (typeof name === 'symbol' || !this.#session.attributeNames.includes(name)) return undefined
    // Configurable, though the target has no such property: the one shape that a proxy may report.
    const value = this.#session.getAttribute(name)
    return { value, writable: true, enumerable: true, configurable: true }
  }

  defineProperty(target: object, name: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (typeof name === 'symbol' || descriptor.get !== undefined || descriptor.set !== undefined) {
      return false
    }
    return this.set(target, name, descriptor.value)
  }

  preventExtensions(): boolean {
    return false
  }

  setPrototypeOf(): boolean {
    return false
  }
}
