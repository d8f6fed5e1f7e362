import { types } from 'node:util'
import { isPlainObject } from './plain-object.ts'

const HIDING: readonly ((value: object) => boolean)[] = [
  (value) => value instanceof Error,
  (value) => ArrayBuffer.isView(value),
  types.isNativeError,
  types.isAnyArrayBuffer,
  types.isRegExp,
  types.isPromise,
  types.isWeakMap,
  types.isWeakSet,
  types.isBoxedPrimitive,
]

/**
 * Would an object's own enumerable properties not be the whole of it? A plain object may be empty,
 * while an instance without any property (a URLSearchParams, a class of private fields) would
 * silently come back as `{}`.
 */
export function hidesContent(value: object): boolean {
  if (isPlainObject(value)) return false
  return Object.keys(value).length === 0 || HIDING.some((hides) => hides(value))
}

/** What to call it in a message: `RegExp`, or the name of its class. */
export function typeName(value: object): string {
  const builtIn = Object.prototype.toString.call(value).slice(8, -1)
  if (builtIn !== 'Object') return builtIn
  const type: unknown = value.constructor
  return typeof type === 'function' ? type.name : builtIn
}
