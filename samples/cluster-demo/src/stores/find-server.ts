import type { FoundStore } from './store.ts'

export interface ServerNeed {
  /** What it is to people. */
  readonly title: string
  /** What the tests of this repository call it: those know how to start one. */
  readonly service: 'redis' | 'postgres' | 'mariadb'
  /** Where users say which one it is: `REDIS_URL`. */
  readonly variable: string
  /** Resolves when the server answers. */
  ask(url: string): Promise<unknown>
  /** A command that looks into it. */
  peek(url: string): string
}

/**
 * The server that the environment names, else one that is started for this demo and goes with it.
 * @throws Error that says what is missing and how to get it
 */
export async function findServer(
  need: ServerNeed,
  environment: NodeJS.ProcessEnv,
): Promise<FoundStore> {
  const url = environment[need.variable] ?? environment[`SESSION_${need.variable}`]
  if (url === undefined) return startServer(need)
  try {
    await need.ask(url)
  } catch (error) {
    // Not the URL, which may hold a password.
    const place = URL.canParse(url) ? new URL(url).host : need.variable
    const { message } = error as Error
    throw new Error(`No ${need.title} answers at ${place} (${message}). Look at ${need.variable}.`)
  }
  return { url, release: async () => {} }
}

async function startServer({ title, service, variable, peek }: ServerNeed): Promise<FoundStore> {
  // Loaded when needed: it knows how to start many things.
  const { findOrStart, ...services } = await import('@session/testing/services')
  const started = await findOrStart(services[service], { install: false })
  if ('url' in started) return { url: started.url, peek: peek(started.url), release: started.stop }
  const message = `${variable} is not set, and no ${title} was found that could be started here.`
  throw new Error(`${message} Set ${variable}, or get a server: ${started.remedy}`)
}
