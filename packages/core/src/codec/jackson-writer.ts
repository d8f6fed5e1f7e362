import { types } from 'node:util'
import { hidesContent, typeName } from './hidden-content.ts'
import {
  CLASS,
  type ContainerForm,
  containerFormOf,
  DATE,
  dateFormOf,
  hasDeclaredMembers,
  LIST,
  MAP,
  type MemberForm,
  SET,
} from './jackson-forms.ts'
import { MAX_DIGITS, numberText, textLike, typedText } from './jackson-scalars.ts'
import type { JsonLimits } from './json-codec-options.ts'
import { WriteGuard } from './write-guard.ts'

const DATA_ONLY = 'Store data only: plain values, arrays, objects, Date, Set.'
// Its readers take a number for seconds.
const INSTANT = 'java.time.Instant'

/** Writes one value as JSON with Java's types, or refuses it. For one use. */
export class JacksonWriter {
  readonly #guard: WriteGuard
  // Inside an object of a Java class, whose fields have types: what had none there needs none.
  #isDeclared = false

  constructor(limits: JsonLimits, attribute: string) {
    this.#guard = new WriteGuard('jacksonCodec', limits, attribute)
  }

  /** @throws AttributeNotStorableError, and nothing else. */
  write(value: unknown): string {
    return this.#guard.run(() => this.#write(value, 1, undefined), DATA_ONLY)
  }

  /**
   * `depth` is the level that a bracket opened by this value would have, `stood` what Java stored in
   * its place.
   */
  #write(
    value: unknown,
    depth: number,
    stood: MemberForm | undefined,
    mayBeReplaced = true,
  ): string {
    this.#guard.charge(typeof value === 'string' ? value.length + 2 : 1)
    if (typeof stood === 'object') {
      const text = textLike(stood, value)
      if (text !== undefined) {
        if (stood.type !== undefined) this.#guard.open(depth)
        return text
      }
    }
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return JSON.stringify(value)
      case 'number':
        if (Number.isFinite(value)) return numberText(value)
        throw this.#guard.refusal(String(value), 'JSON has no such number: store text or null.')
      case 'bigint':
        return this.#bigint(value)
      case 'undefined':
        throw this.#guard.refusal('undefined', 'Java has no such value: store null.')
      case 'object':
        return value === null ? 'null' : this.#object(value, depth, stood, mayBeReplaced)
      default:
        throw this.#guard.refusal(`a ${typeof value}`, DATA_ONLY)
    }
  }

  #bigint(value: bigint): string {
    if (Number.isSafeInteger(Number(value))) {
      const remedy = 'It would be read as a number: store Number(value).'
      throw this.#guard.refusal('a BigInt within the range of safe integers', remedy)
    }
    const digits = String(value)
    if (digits.replace('-', '').length <= MAX_DIGITS) return digits
    throw this.#guard.refusal(`a BigInt of more than ${MAX_DIGITS} digits`, 'Store text.')
  }

  #object(
    value: object,
    depth: number,
    stood: MemberForm | undefined,
    mayBeReplaced: boolean,
  ): string {
    if (types.isDate(value)) return this.#date(value, depth)
    if (types.isUint8Array(value)) return this.#bytes(value, depth)
    const { toJSON } = value as { toJSON?: unknown }
    if (mayBeReplaced && typeof toJSON === 'function') {
      // Once, as JSON.stringify does: toJSON() may well return the object itself.
      return this.#write(toJSON.call(value, this.#guard.step), depth, stood, false)
    }
    this.#guard.embrace(value)
    const text = this.#container(value, depth, stood)
    this.#guard.release()
    return text
  }

  #container(value: object, depth: number, stood: MemberForm | undefined): string {
    if (types.isMap(value)) {
      throw this.#guard.refusal('a Map', 'Java has no such JSON: store Object.fromEntries(map).')
    }
    const form = containerFormOf(value)
    const isSet = types.isSet(value)
    if (!isSet && !Array.isArray(value)) return this.#record(value, depth, form, stood)
    const type = this.#typeOf(form, stood, isSet ? SET : LIST)
    if (type === undefined) return this.#elements(value, depth, form)
    this.#guard.open(depth)
    return this.#inside(type, () => typedText(type, this.#elements(value, depth + 1, form)))
  }

  #record(
    value: object,
    depth: number,
    form: ContainerForm | undefined,
    stood: MemberForm | undefined,
  ): string {
    if (hidesContent(value)) {
      const remedy = 'JSON does not see what is in it: store plain data, or give it a toJSON().'
      throw this.#guard.refusal(`an object of type '${typeName(value)}'`, remedy)
    }
    const type = this.#typeOf(form, stood, MAP)
    if (type === undefined) return this.#properties(value, depth, form, '')
    return this.#inside(type, () => {
      if (form?.isWrapped) {
        this.#guard.open(depth)
        return typedText(type, this.#properties(value, depth + 1, form, ''))
      }
      return this.#properties(value, depth, form, `"${CLASS}":${JSON.stringify(type)}`)
    })
  }

  #elements(
    value: readonly unknown[] | ReadonlySet<unknown>,
    depth: number,
    form: ContainerForm | undefined,
  ): string {
    this.#guard.open(depth)
    const isSet = types.isSet(value)
    const elements = isSet ? [...value] : (value as readonly unknown[])
    let text = ''
    // By index: a hole is undefined.
    for (let i = 0; i < elements.length; i++) {
      const stood = form?.members.get(isSet ? elements[i] : i)
      this.#guard.enter(i)
      text += (i === 0 ? '' : ',') + this.#write(elements[i], depth + 1, stood)
      this.#guard.leave()
    }
    return `[${text}]`
  }

  #properties(
    value: object,
    depth: number,
    form: ContainerForm | undefined,
    first: string,
  ): string {
    this.#guard.open(depth)
    let text = first
    for (const name of Object.keys(value)) {
      if (name === CLASS) {
        const remedy = 'Java would take it for the name of a class: use another name.'
        throw this.#guard.refusal(`an own property '${CLASS}'`, remedy)
      }
      this.#guard.enter(name)
      const member = (value as Record<string, unknown>)[name]
      // One that is undefined is as good as not there, and read as such.
      if (member !== undefined) {
        this.#guard.charge(name.length + 3)
        const stood = form?.members.get(name)
        if (text !== '') text += ','
        text += `${JSON.stringify(name)}:${this.#write(member, depth + 1, stood)}`
      }
      this.#guard.leave()
    }
    return `{${text}}`
  }

  #typeOf(
    form: ContainerForm | undefined,
    stood: MemberForm | undefined,
    usual: string,
  ): string | undefined {
    if (form?.type !== undefined) return form.type
    const hadNone = form !== undefined || stood === 'untyped container'
    return hadNone && this.#isDeclared ? undefined : usual
  }

  #inside(type: string, write: () => string): string {
    this.#guard.charge(type.length)
    const around = this.#isDeclared
    this.#isDeclared ||= hasDeclaredMembers(type)
    const text = write()
    this.#isDeclared = around
    return text
  }

  #date(value: Date, depth: number): string {
    const time = value.getTime()
    if (Number.isNaN(time)) throw this.#guard.refusal('an invalid Date', 'Store null.')
    this.#guard.open(depth)
    const form = dateFormOf(value)
    if (form?.time === time) return form.text
    const type = form?.type ?? DATE
    return typedText(type, type === INSTANT ? JSON.stringify(value) : String(time))
  }

  #bytes(value: Uint8Array, depth: number): string {
    const type = containerFormOf(value)?.type
    if (type === undefined) {
      const remedy = "Not every Java mapper reads them: store text, as in bytes.toString('base64')."
      throw this.#guard.refusal('bytes', remedy)
    }
    this.#guard.charge(value.byteLength)
    this.#guard.open(depth)
    const { buffer, byteOffset, byteLength } = value
    return typedText(type, `"${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}"`)
  }
}
