import { AttributeNotDecodableError } from '../errors/attribute-not-decodable-error.ts'
import {
  CLASS,
  DATE,
  isSetType,
  keepContainerForm,
  keepDateForm,
  LIST,
  MAP,
  type MemberForm,
  SET,
  type Wrapper,
  wrapperIn,
} from './jackson-forms.ts'
import { type JacksonNode, NumberLiteral } from './jackson-parser.ts'
import { MALFORMED, readNumber, readScalar, scalarText, typedText } from './jackson-scalars.ts'
import { setOwn } from './plain-object.ts'

const NONE: ReadonlyMap<unknown, MemberForm> = new Map()

const MISFIT = 'a value in it is not one of its Java type.'

type MemberForms = Map<unknown, MemberForm>

/** Turns JSON with Java's types into the value, and keeps those types for its next writer. For one use. */
export class JacksonReader {
  readonly #attribute: string
  #hasUntyped = false

  constructor(attribute: string) {
    this.#attribute = attribute
  }

  /** Was there an array or object without a type, so that the writer may have to add one? */
  get hasUntyped(): boolean {
    return this.#hasUntyped
  }

  /** @throws AttributeNotDecodableError, and nothing else. */
  read(node: JacksonNode): unknown {
    if (typeof node !== 'object' || node === null) return node
    if (node instanceof NumberLiteral) return this.#checked(readNumber(node))
    if (node instanceof Map) return this.#readObject(node)
    const list = node as readonly JacksonNode[]
    const wrapper = wrapperIn(list)
    return wrapper === undefined ? this.#readList(list, undefined) : this.#readWrapped(wrapper)
  }

  #readWrapped({ type, content }: Wrapper): unknown {
    if (type === '[B' && typeof content === 'string') return this.#readBytes(type, content)
    if (content instanceof Map) return this.#readProperties(content, type, true)
    if (Array.isArray(content)) {
      return isSetType(type) ? this.#readSet(content, type) : this.#readList(content, type)
    }
    const value = this.#checked(readScalar(type, content))
    if (value instanceof Date) this.#keepDate(value, type, content)
    return value
  }

  #readObject(node: ReadonlyMap<string, JacksonNode>): unknown {
    const type = node.get(CLASS)
    if (type === undefined || typeof type === 'string') {
      return this.#readProperties(node, type, false)
    }
    throw this.#failure(`its '${CLASS}' is not the name of a class.`)
  }

  #readProperties(
    node: ReadonlyMap<string, JacksonNode>,
    type: string | undefined,
    isWrapped: boolean,
  ): object {
    const object: Record<string, unknown> = {}
    const members: MemberForms = new Map()
    for (const [name, child] of node) {
      if (name === CLASS) continue
      const value = this.read(child)
      setOwn(object, name, value)
      noteForm(members, name, child, value)
    }
    this.#keep(object, type, MAP, isWrapped, members)
    return object
  }

  #readList(nodes: readonly JacksonNode[], type: string | undefined): unknown[] {
    const members: MemberForms = new Map()
    const list = nodes.map((node, index) => {
      const value = this.read(node)
      noteForm(members, index, node, value)
      return value
    })
    this.#keep(list, type, LIST, true, members)
    return list
  }

  #readSet(nodes: readonly JacksonNode[], type: string): Set<unknown> {
    const members: MemberForms = new Map()
    const set = new Set<unknown>()
    for (const node of nodes) {
      const value = this.read(node)
      set.add(value)
      noteForm(members, value, node, value)
    }
    this.#keep(set, type, SET, true, members)
    return set
  }

  #readBytes(type: string, base64: string): Uint8Array {
    const buffer = Buffer.from(base64, 'base64')
    // Buffer skips what is not Base64.
    if (buffer.toString('base64') !== base64) throw this.#failure(MISFIT)
    // The copy leaves Buffer's shared pool behind.
    const bytes = new Uint8Array(buffer)
    keepContainerForm(bytes, { type, isWrapped: true, members: NONE })
    return bytes
  }

  #keepDate(date: Date, type: string, content: JacksonNode): void {
    if (type === DATE && typeof content === 'number') return
    const text = typedText(type, scalarText(content))
    keepDateForm(date, { type, text, time: date.getTime() })
  }

  /** What the writer would do unasked need not be kept. */
  #keep(
    value: object,
    type: string | undefined,
    usual: string,
    isWrapped: boolean,
    members: MemberForms,
  ): void {
    if (type === undefined) this.#hasUntyped = true
    const isUsual = type === usual && isWrapped === (usual !== MAP)
    if (!isUsual || members.size > 0) keepContainerForm(value, { type, isWrapped, members })
  }

  #checked(value: unknown): unknown {
    if (value === MALFORMED) throw this.#failure(MISFIT)
    return value
  }

  #failure(reason: string): AttributeNotDecodableError {
    return new AttributeNotDecodableError(this.#attribute, reason)
  }
}

/** Keeps what the value alone no longer tells: a Long, a Double, an array that had no type. */
function noteForm(members: MemberForms, key: unknown, node: JacksonNode, value: unknown): void {
  if (typeof node !== 'object' || node === null) return
  if (node instanceof NumberLiteral) {
    if (!node.isWhole) members.set(key, { type: undefined, text: node.source, value })
  } else if (node instanceof Map) {
    if (!node.has(CLASS)) members.set(key, 'untyped container')
  } else {
    const wrapper = wrapperIn(node as readonly JacksonNode[])
    if (wrapper === undefined) members.set(key, 'untyped container')
    else if (typeof value !== 'object' || value === null) {
      const { type, content } = wrapper
      members.set(key, { type, text: typedText(type, scalarText(content)), value })
    }
  }
}
