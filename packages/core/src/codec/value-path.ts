/** A property's name, or the position in an array, a Set or a Map. */
export type PathStep = string | number

/** Where inside a value something is, for a message: `items[3].price`. Empty for the value itself. */
export function valuePath(steps: readonly PathStep[]): string {
  let path = ''
  for (const step of steps) {
    if (typeof step === 'string' && /^[\w$]{1,40}$/.test(step)) path += path ? `.${step}` : step
    else path += `[${typeof step === 'string' ? JSON.stringify(step.slice(0, 40)) : step}]`
  }
  return path.length > LONGEST ? `${path.slice(0, LONGEST)}…` : path
}

const LONGEST = 200
