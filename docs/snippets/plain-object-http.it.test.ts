import { muteErrorLog } from '../../packages/express/test/contract/mute-error-log.ts'

muteErrorLog()

// #region http
import { IndexedSessionRepository } from '@session/core/store'
import { type AnyAttributes, describeHttpIntegration } from '@session/testing'
import express from 'express'
import { expressHarness } from './express-harness.ts'
import { PlainObjectStore, plainObjectRaw } from './plain-object-store.ts'

const store = new PlainObjectStore()

describeHttpIntegration('Express with sessions in a plain object', {
  ...expressHarness(express),
  store: {
    open: (options) => new IndexedSessionRepository<AnyAttributes>(store, options),
    raw: plainObjectRaw(store.sessions),
  },
})
// #endregion http
