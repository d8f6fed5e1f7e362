/** A real server (or program) that tests need: plain data, and how to start it. */
export interface Service {
  /** Shown to people: `redis`, `chromium`. */
  readonly name: string
  /** The variable whose URL or path wins over finding and starting anything. */
  readonly environmentVariable: string
  /** Names looked up on PATH and in the usual folders, or absolute paths; the first found is used. */
  readonly binaries: readonly string[]
  /** What Debian and its children call it. */
  readonly debianPackages: readonly string[]
  /** Starts it on a free loopback port. Resolves once it answers; rejects when it does not. */
  start(binary: string, context: ServiceContext): Promise<RunningService>
}

/** What a service may use to start itself. */
export interface ServiceContext {
  /** An empty folder of this start's own: made when first asked for, removed after `stop()`. */
  folder(): string
  /** Starts a process that cannot outlive this one, whatever ends it. */
  launch(command: string, args: readonly string[], options: LaunchOptions): Promise<LaunchedProcess>
}

export interface LaunchOptions {
  /** Resolved once this loopback port accepts connections. */
  readonly port: number
  /** @default the environment of this process */
  readonly environment?: NodeJS.ProcessEnv
}

export interface LaunchedProcess {
  /** What it printed last, once it has ended. */
  lastWords(): string | undefined
  /** SIGTERM, and SIGKILL five seconds later. Resolves once the process has ended. */
  stop(): Promise<void>
}

/** A service that tests can use now. */
export interface RunningService {
  /** Where it is: a URL, or a path for a program that tests start themselves. */
  readonly url: string
  /** Stops what was started here; does nothing to a server that was found by its URL. */
  stop(): Promise<void>
}

/** A service that could not be had. */
export interface MissingService {
  /** Why, as a sentence. */
  readonly missing: string
  /** The command that would get it. */
  readonly remedy: string
}
