import { findOrStart } from './find-or-start.ts'
import type { MissingService, RunningService, Service } from './service.ts'

const found = new Map<Service, Promise<RunningService | MissingService>>()

/**
 * The service for this test process: what `npm test` handed over, else found and started here, once,
 * and ended with the process. Never installs anything.
 */
export const findForTests = (service: Service): Promise<RunningService | MissingService> => {
  const known = found.get(service) ?? findOrStart(service, { install: false })
  found.set(service, known)
  return known
}

/** The URL (or path) of a service in a test, `undefined` when it cannot be had. */
export const serviceUrl = async (service: Service): Promise<string | undefined> => {
  const result = await findForTests(service)
  return 'url' in result ? result.url : undefined
}
