import { findOrStart, type RunningService, type Service } from '@session/testing/services'

/**
 * Finds or starts every service, runs `use` with their URLs in the environment, and stops what was
 * started, also when something fails. A service that cannot be had leaves its variable unset.
 */
export const withServices = async <Result>(
  services: readonly Service[],
  environment: NodeJS.ProcessEnv,
  use: (environment: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> => {
  const outcomes = await Promise.allSettled(
    services.map(async (service) => ({
      service,
      found: await findOrStart(service, { install: true, environment }),
    })),
  )
  const running: RunningService[] = []
  const urls: Record<string, string> = {}
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') continue
    const { service, found } = outcome.value
    if ('missing' in found) {
      console.warn(`${found.missing} Get it: ${found.remedy}`)
    } else {
      running.push(found)
      urls[service.environmentVariable] = found.url
    }
  }
  try {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    return await use({ ...environment, ...urls })
  } finally {
    await Promise.all(running.map((service) => service.stop()))
  }
}
