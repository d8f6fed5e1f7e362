import { sessionsInMemory } from '../../../../src/integration/sessions-in-memory.ts'
import { describeBrokenIntegration } from './describe-broken-integration.ts'

/** What its second door shows is not what its repository stores. */
describeBrokenIntegration('looks into another store', (options) => options, {
  open: sessionsInMemory().open,
  raw: sessionsInMemory().raw,
})
