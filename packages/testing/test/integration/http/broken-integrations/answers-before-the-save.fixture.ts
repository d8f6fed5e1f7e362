import { describeBrokenIntegration, withRepository } from './describe-broken-integration.ts'

/** Begins to save, and does not wait for it. */
describeBrokenIntegration('answers before the save', (options) =>
  withRepository(options, (repository) => ({
    prepareSave(session) {
      const prepared = repository.prepareSave(session)
      return (
        prepared && {
          ...prepared,
          async write() {
            prepared.write().catch(() => undefined)
          },
        }
      )
    },
  })),
)
