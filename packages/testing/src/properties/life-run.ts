import { PRINCIPAL_NAME_INDEX_NAME } from '@session/core'
import { expect } from 'vitest'
import type { RawStore } from '../repository/raw-store.ts'
import { expectGone } from '../repository/stored-session.ts'
import type {
  AnyAttributes,
  TestedRepository,
  TestedSession,
} from '../repository/tested-repository.ts'
import { isAlive, type Life, ModelCopy, withoutPrototype } from './life-model.ts'
import { type LifeStep, PRINCIPALS } from './life-step.ts'

interface Copy {
  readonly node: TestedRepository
  readonly session: TestedSession
  readonly model: ModelCopy
}

/** Takes the same steps in the store and in the model, and compares them. */
export class LifeRun {
  readonly #nodes: readonly TestedRepository[]
  readonly #raw: RawStore
  readonly #lives: Life[] = []
  readonly #copies: Copy[] = []
  readonly #everyId = new Set<string>()

  constructor(nodes: readonly TestedRepository[], raw: RawStore) {
    this.#nodes = nodes
    this.#raw = raw
  }

  async take(step: LifeStep): Promise<void> {
    switch (step.do) {
      case 'create':
        return this.#create(at(this.#nodes, step.node))
      case 'load':
        return this.#load(at(this.#nodes, step.node), at(this.#lives, step.life), step.touch)
      case 'delete':
        return this.#delete(at(this.#nodes, step.node), at(this.#lives, step.life))
      case 'wait':
        return this.#wait(step.minutes)
      case 'sweep':
        await at(this.#nodes, step.node)?.cleanUpExpiredSessions?.()
        return
      case 'save':
        return this.#save(at(this.#copies, step.copy))
      default:
        this.#change(step, at(this.#copies, step.copy))
    }
  }

  /** Every node tells the same as the model, of every id that there ever was. */
  async compare(): Promise<void> {
    const alive = new Map(this.#lives.filter(isAlive).map((life) => [life.id, life]))
    for (const node of this.#nodes) {
      for (const id of this.#everyId) {
        const session = await node.findById(id)
        const life = alive.get(id)
        expect(session !== undefined, life ? 'a live session is lost' : 'a dead id lives').toBe(
          life !== undefined,
        )
        if (session === undefined || life === undefined) continue
        expect(attributesOf(session)).toEqual(life.attributes)
      }
      for (const name of PRINCIPALS) {
        const sessions = await node.findByPrincipalName?.(name)
        if (sessions === undefined) continue
        const ids = [...alive.values()]
          .filter((life) => life.attributes[PRINCIPAL_NAME_INDEX_NAME] === name)
          .map(({ id }) => id)
        expect([...sessions.keys()].sort(), `the sessions of ${name}`).toEqual(ids.sort())
      }
    }
  }

  #create(node: TestedRepository | undefined): void {
    if (node === undefined) return
    const session = node.createSession()
    const attributes = withoutPrototype({})
    const life = { id: session.id, attributes, idle: 0, ended: true }
    this.#lives.push(life)
    this.#copies.push({ node, session, model: new ModelCopy(life, false, true) })
    this.#everyId.add(session.id)
  }

  async #load(
    node: TestedRepository | undefined,
    life: Life | undefined,
    touch: boolean,
  ): Promise<void> {
    if (node === undefined || life === undefined) return
    const session = await node.findById(life.id, { touch })
    expect(session !== undefined, 'found exactly when it is alive').toBe(isAlive(life))
    if (session === undefined) return
    if (touch) life.idle = 0
    this.#copies.push({ node, session, model: new ModelCopy(life, true, touch) })
  }

  async #delete(node: TestedRepository | undefined, life: Life | undefined): Promise<void> {
    if (node === undefined || life === undefined) return
    await node.deleteById(life.id)
    life.ended = true
  }

  async #wait(minutes: number): Promise<void> {
    for (const life of this.#lives) {
      if (life.ended) continue
      life.idle += minutes
      if ((await this.#raw.read(life.id)) !== undefined) {
        await this.#raw.age(life.id, minutes * 60_000)
      }
    }
  }

  async #save(copy: Copy | undefined): Promise<void> {
    if (copy === undefined) return
    const expected = copy.model.save()
    const save = copy.node.save(copy.session)
    await (expected === 'gone' ? expectGone(save) : save)
  }

  #change(step: LifeStep, copy: Copy | undefined): void {
    if (copy === undefined) return
    const { session, model } = copy
    switch (step.do) {
      case 'set':
        session.setAttribute(step.name, step.value)
        model.set(step.name, step.value)
        break
      case 'push': {
        const list = session.getAttribute('list') as string[] | undefined
        expect(list ?? []).toEqual(model.seen.list ?? [])
        if (list === undefined) session.setAttribute('list', [step.value])
        else list.push(step.value)
        model.set('list', [...((model.seen.list as string[]) ?? []), step.value])
        break
      }
      case 'remove':
        session.removeAttribute(step.name)
        model.remove(step.name)
        break
      case 'log in':
        session.principalName = step.principal
        model.set(PRINCIPAL_NAME_INDEX_NAME, step.principal)
        break
      case 'log out':
        session.principalName = undefined
        model.remove(PRINCIPAL_NAME_INDEX_NAME)
        break
      case 'change id':
        model.id = session.changeSessionId()
        this.#everyId.add(model.id)
    }
  }
}

/** The item of that number, counted round; `undefined` while there is none. */
const at = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length]

function attributesOf(session: TestedSession): AnyAttributes {
  const attributes = Object.create(null) as AnyAttributes
  for (const name of session.attributeNames) attributes[name] = session.getAttribute(name)
  return attributes
}
