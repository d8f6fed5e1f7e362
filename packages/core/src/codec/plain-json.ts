import type { JsonLimits } from './json-codec-options.ts'

/**
 * Does `JSON.stringify` alone write this value faithfully, and within the limits? Nearly every
 * attribute, so this walk copies nothing. `false` is no verdict: the tree writer looks closer.
 */
export function isPlainJson(value: unknown, limits: JsonLimits): boolean {
  try {
    return charge(value, limits.maxDepth, limits.maxLength) >= 0
  } catch {
    // A getter or a proxy threw. It will again, where the path to it is known.
    return false
  }
}

/**
 * What is left of `characters` after the least that the value can take, or less than zero. It
 * bounds the walk, too: objects that share children can be small and yet have endless paths.
 */
function charge(value: unknown, levels: number, characters: number): number {
  switch (typeof value) {
    case 'string':
      return characters - value.length - 1
    case 'number':
      return isPlainNumber(value) ? characters - 1 : -1
    case 'boolean':
      return characters - 1
    case 'object':
      return value === null ? characters - 1 : chargeObject(value, levels, characters - 1)
    default:
      return -1
  }
}

function chargeObject(value: object, levels: number, characters: number): number {
  if (levels === 0 || (value as { toJSON?: unknown }).toJSON !== undefined) return -1
  const prototype: unknown = Object.getPrototypeOf(value)
  let left = characters
  if (prototype === Array.prototype) {
    if (!Array.isArray(value)) return -1
    for (let i = 0; i < value.length && left >= 0; i++) left = charge(value[i], levels - 1, left)
    return left
  }
  if (prototype !== Object.prototype && prototype !== null) return -1
  let isFirst = true
  // Twice as fast as Object.keys. Inherited keys come last and at worst lead to the tree writer.
  for (const key in value) {
    if (isFirst && key.charCodeAt(0) === DOLLAR) return -1
    isFirst = false
    left = charge((value as Record<string, unknown>)[key], levels - 1, left - key.length - 1)
    if (left < 0) break
  }
  return left
}

const DOLLAR = 36

/** JSON has no NaN and no Infinity, and `JSON.stringify` drops the sign of -0. */
export function isPlainNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0)
}
