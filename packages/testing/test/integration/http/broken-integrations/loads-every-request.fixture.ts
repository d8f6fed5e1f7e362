import { describeBrokenIntegration } from './describe-broken-integration.ts'

/** Looks a session up though nobody asked for it. */
describeBrokenIntegration('loads every request', (options) => ({ ...options, load: 'eager' }))
