import type { JsonLimits } from './json-codec-options.ts'

/**
 * Does `JSON.stringify` alone write this value faithfully? It does for nearly every attribute, so
 * this walk copies nothing. Whatever is `'unclear'` the tree writer looks at more closely.
 */
export function plainJson(value: unknown, limits: JsonLimits): 'plain' | 'too-long' | 'unclear' {
  try {
    const left = charge(value, limits.maxDepth, limits.maxLength)
    if (left === UNCLEAR) return 'unclear'
    return left >= 0 ? 'plain' : 'too-long'
  } catch {
    // A getter or a proxy threw. It will again, where the path to it is known.
    return 'unclear'
  }
}

const UNCLEAR = Number.NEGATIVE_INFINITY

/**
 * What is left of `characters` after the least that the value can take; below zero ends the walk.
 * Without that, objects that share their children could be small and yet have endless paths.
 */
function charge(value: unknown, levels: number, characters: number): number {
  switch (typeof value) {
    case 'string':
      return characters - value.length - 1
    case 'number':
      return isPlainNumber(value) ? characters - 1 : UNCLEAR
    case 'boolean':
      return characters - 1
    case 'object':
      return value === null ? characters - 1 : chargeObject(value, levels, characters - 1)
    default:
      return UNCLEAR
  }
}

function chargeObject(value: object, levels: number, characters: number): number {
  if (levels === 0 || (value as { toJSON?: unknown }).toJSON !== undefined) return UNCLEAR
  const prototype: unknown = Object.getPrototypeOf(value)
  let left = characters
  if (prototype === Array.prototype) {
    if (!Array.isArray(value)) return UNCLEAR
    for (let i = 0; i < value.length && left >= 0; i++) left = charge(value[i], levels - 1, left)
    return left
  }
  if (prototype !== Object.prototype && prototype !== null) return UNCLEAR
  let isFirst = true
  // Faster than Object.keys, which makes a list. Inherited keys come last and at worst lead to the tree writer.
  for (const key in value) {
    if (isFirst && key.charCodeAt(0) === DOLLAR) return UNCLEAR
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
