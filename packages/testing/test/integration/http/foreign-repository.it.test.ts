import { createServer } from 'node:http'
import type { SessionRepository } from '@session/core'
import { type AnyAttributes, describeHttpIntegration } from '@session/testing'
import { listening } from '../../../../core/test/contract/listening.ts'
import { nodeApp } from '../../../../core/test/contract/node-app.ts'
import { sessionsInMemory } from '../../../src/integration/sessions-in-memory.ts'

const { open, raw } = sessionsInMemory()

describeHttpIntegration('a repository of four methods', {
  start: (app) => listening(createServer(nodeApp(app))),
  store: {
    open: async (options) => fourMethodsOf(await open(options)),
    raw,
    lacks: {
      indexes: 'none of the four finds by name',
      'prepared-saves': 'save() alone is all that it has',
    },
  },
  lacks: { 'error-handler': 'a plain server has none: withSession() answers by itself' },
})

function fourMethodsOf(
  repository: SessionRepository<AnyAttributes>,
): SessionRepository<AnyAttributes> {
  return {
    createSession: () => repository.createSession(),
    save: (session, options) => repository.save(session, options),
    findById: (id, options) => repository.findById(id, options),
    deleteById: (id, options) => repository.deleteById(id, options),
  }
}
