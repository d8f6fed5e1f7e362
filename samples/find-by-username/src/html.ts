type HtmlPart = Html | string | number | false | readonly Html[]

/** Markup that is safe to send as it is. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

/** A tagged template whose values are escaped, for text and for quoted attributes. */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(String.raw({ raw: literals }, ...parts.map(render)))
}

function render(part: HtmlPart): string {
  if (part === false) return ''
  if (part instanceof Html) return part.toString()
  if (typeof part === 'object') return part.join('')
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
