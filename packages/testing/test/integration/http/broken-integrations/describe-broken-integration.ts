import { createServer } from 'node:http'
import type { SessionOptions } from '@session/core/http'
import {
  type AnyAttributes,
  describeHttpIntegration,
  type IntegrationStore,
} from '@session/testing'
import { listening } from '../../../../../core/test/contract/listening.ts'
import { nodeApp } from '../../../../../core/test/contract/node-app.ts'

type Options = SessionOptions<AnyAttributes>

/** The contract over node:http with one thing wrong. */
export function describeBrokenIntegration(
  name: string,
  spoil: (options: Options) => Options,
  store?: IntegrationStore,
): void {
  describeHttpIntegration(name, {
    start: (app) => listening(createServer(nodeApp({ ...app, filters: app.filters.map(spoil) }))),
    lacks: { 'error-handler': 'a plain server has none' },
    ...(store && { store }),
  })
}

/** The options with a repository that answers differently in these methods. */
export function withRepository(
  options: Options,
  methods: (repository: PreparingRepository) => Partial<PreparingRepository>,
): Options {
  const { repository } = options
  // Refused options reach the filter as they are.
  if (typeof (repository as PreparingRepository | undefined)?.prepareSave !== 'function')
    return options
  const own = methods(repository as PreparingRepository)
  const spoilt = new Proxy(repository, {
    get: (target, name) =>
      Reflect.get(own, name) ??
      (typeof Reflect.get(target, name) === 'function'
        ? (Reflect.get(target, name) as () => unknown).bind(target)
        : Reflect.get(target, name)),
  })
  return { ...options, repository: spoilt }
}

type PreparingRepository = Options['repository'] & {
  prepareSave(session: unknown): { write(): Promise<void> } | undefined
}
