import { describeBrokenIntegration, withRepository } from './describe-broken-integration.ts'

/** Whose store is down is nobody. */
describeBrokenIntegration('takes outages for strangers', (options) =>
  withRepository(options, (repository) => ({
    findById: (id, choice) => repository.findById(id, choice).catch(() => undefined),
  })),
)
