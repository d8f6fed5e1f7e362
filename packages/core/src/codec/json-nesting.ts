import { isPlainObject } from './plain-object.ts'

/** Are there at most `levels` brackets that open? A cheap answer, and most texts are done with it. */
export function hasFewBrackets(text: string, levels: number): boolean {
  let count = 0
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++count > levels) return false
    }
  }
  return true
}

/** Does a tree nest arrays and objects more than `levels` deep? */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isNestedDeeper(value[i], levels - 1)) return true
    return false
  }
  if (!isPlainObject(value)) return false
  for (const key in value) {
    if (isNestedDeeper(value[key], levels - 1)) return true
  }
  return false
}
