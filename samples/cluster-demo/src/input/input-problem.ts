/** What a visitor typed cannot be used. The message is for them. */
export class InputProblem extends Error {
  readonly field: string

  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}
