type ErrorConstructor = new (message: string) => Error

/** An error under the code that Node itself throws it with: applications look at the code. */
export function nodeError(code: string, message: string, Type: ErrorConstructor = Error): Error {
  return Object.assign(new Type(message), { code })
}
