import type { JacksonNode } from './jackson-parser.ts'

/** The types that this codec writes for values that no Java program typed. */
export const LIST = 'java.util.ArrayList'
export const MAP = 'java.util.LinkedHashMap'
export const SET = 'java.util.Collections$UnmodifiableSet'
export const DATE = 'java.util.Date'

/** The property in which Jackson keeps the class of an object. */
export const CLASS = '@class'

/** How an array, object, Set or byte array was stored. */
export interface ContainerForm {
  /** The Java class; `undefined` when none was given: Java goes by the field's declared type, or fails. */
  readonly type: string | undefined
  /** Does the class stand before the value, `["…",value]`, or in the member `@class`? */
  readonly isWrapped: boolean
  /** What stood, by name, position or (in a Set) value, where JSON alone does not tell the type. */
  readonly members: ReadonlyMap<unknown, MemberForm>
}

/** How a `Date` was stored. */
export interface DateForm {
  readonly type: string
  /** The text for this time. */
  readonly text: string
  readonly time: number
}

/** How a scalar member was stored. */
export interface ScalarForm {
  /** The Java class; `undefined` for a plain decimal number, Java's Double. */
  readonly type: string | undefined
  readonly text: string
  readonly value: unknown
}

export type MemberForm = ScalarForm | 'untyped container'

/**
 * Beside the values, so that nobody meets Java's types in `Object.keys`, a copy or a comparison. A
 * copy is therefore a value without a Java type.
 */
const containers = new WeakMap<object, ContainerForm>()
const dates = new WeakMap<object, DateForm>()

export function keepContainerForm(value: object, form: ContainerForm): void {
  containers.set(value, form)
}

export function containerFormOf(value: object): ContainerForm | undefined {
  return containers.get(value)
}

export function keepDateForm(value: Date, form: DateForm): void {
  dates.set(value, form)
}

export function dateFormOf(value: Date): DateForm | undefined {
  return dates.get(value)
}

/** `["java.lang.Long",42]` */
export interface Wrapper {
  readonly type: string
  readonly content: JacksonNode
}

// Far above any name that a compiler allows, and low enough for the patterns below.
const LONGEST_NAME = 1000
// A package in small letters and a class with a capital one, or Java's name of an array type.
const CLASS_NAME =
  /^(?:[a-z_][\w$]*\.)+[A-Z_$][\w$]*(?:<[\w$.,<>]+>)?$|^\[+(?:[BCDFIJSZ]|L[\w$.]+;)$/
const COLLECTION = /^java\.util\.[\w$.]*(?:List|Set|Queue|Deque|Vector|Stack|Map)\w*$/

/** The array as type and content, or nothing when it is a list that nobody typed. */
export function wrapperIn(node: readonly JacksonNode[]): Wrapper | undefined {
  const [type, content] = node
  if (node.length !== 2 || typeof type !== 'string' || content === undefined) return undefined
  if (type.length > LONGEST_NAME || !CLASS_NAME.test(type)) return undefined
  // Two words of somebody's list: Java's collections hold no scalar, and no object is typed twice.
  if (content instanceof Map) return content.has(CLASS) ? undefined : { type, content }
  return COLLECTION.test(type) && !Array.isArray(content) ? undefined : { type, content }
}

/** Is it a set of Java's own, whose elements are all there is to it? */
export function isSetType(type: string): boolean {
  return /^java\.util\.[\w$.]*Set(?:N|12)?(?:<.*>)?$/.test(type)
}

/** Does Java give the members of such an object types of its own, so that theirs may be left out? */
export function hasDeclaredMembers(type: string): boolean {
  return !type.startsWith('java.util.')
}
