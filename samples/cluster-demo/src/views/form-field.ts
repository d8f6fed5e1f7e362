import type { TextRule } from '../input/form-text.ts'
import type { HomeFacts } from './home-page.ts'
import { type Html, html } from './html.ts'

/** A labelled input that keeps what was typed and says what was wrong with it. */
export function formField(
  { field, label, longest }: TextRule,
  { problem, entered }: HomeFacts,
  autocomplete: string,
): Html {
  const message = problem?.field === field ? problem.message : undefined
  const value = entered[field]
  return html`
<div class="field">
  <label for="${field}">${label}</label>
  <input id="${field}" name="${field}" required maxlength="${longest}" autocomplete="${autocomplete}"
    ${typeof value === 'string' && html`value="${value}"`}
    ${message !== undefined && html`aria-invalid="true" aria-describedby="${field}-problem" autofocus`}>
  ${message !== undefined && html`<p class="problem" id="${field}-problem">${message}</p>`}
</div>`
}
