import type { StartDatabase } from '../databases/database.ts'
import type { SessionSize } from '../subjects/example-session.ts'

/** A request to measure. */
export interface RequestKind {
  /**
   * `untouched`: a session is presented, and the handler never asks for it. `anonymous`: none is
   * presented, and the handler never asks. `reading`: one attribute is read. `writing`: one is
   * changed. `login`: the session gets another id, keeps its attributes, and belongs to a user.
   */
  readonly request: 'untouched' | 'anonymous' | 'reading' | 'writing' | 'login'
  readonly size: SessionSize
  /** One client sends and the others wait; else all send at once. */
  readonly alone?: true
}

/** A server to measure. */
export interface Subject {
  /** As it stands in tables. */
  readonly name: string
  /** Its file in `subjects/`, without extension. Two subjects may share one: that shows the noise. */
  readonly entry: string
  /** When it stands on another framework than most: what it is compared with there. */
  readonly framework?: Framework
}

/** Names of subjects on one framework. */
export interface Framework {
  /** The server without sessions: what others cost more is the session's share. */
  readonly bare: string
  /** The least that a session can cost: whole servers are compared with it. */
  readonly floor: string
}

/** One question, answered by measuring several servers in the same run. */
export interface Comparison extends Framework {
  /** Of the file that keeps the figures. */
  readonly name: string
  readonly title: string
  readonly introduction: string
  readonly subjects: readonly Subject[]
  readonly kinds: readonly RequestKind[]
  /** Its session's share is 100 %. */
  readonly reference: string
  readonly goal: Goal
  /** Packages whose versions matter. */
  readonly packages: readonly string[]
  /** Where the subjects keep sessions; without one in their own memory. */
  readonly database?: StartDatabase
  /** What this question takes less or more of than others. */
  readonly effort?: Partial<Effort>
}

/** What this project aims at; figures that miss it are marked. */
export interface Goal {
  readonly subjects: readonly string[]
  /** Request → share of the reference's share, 0 to 1. */
  readonly shares?: GoalPerRequest
  /** Request → what the session adds, in parts of what the floor's adds. */
  readonly ofFloor?: GoalPerRequest
  /** Whose sessions must all add more, whatever the request. */
  readonly peers?: readonly string[]
}

export type GoalPerRequest = Partial<Record<RequestKind['request'], number>>

/** How long to measure. */
export interface Effort {
  readonly warmUpRounds: number
  readonly rounds: number
  readonly requestsPerBurst: number
  readonly connections: number
}

/** What one subject did for one case. */
export interface Measurement extends RequestKind {
  readonly subject: string
  /** Microseconds of the server process per request, one figure a round. */
  readonly cpu: readonly number[]
  /** Microseconds of the database's server per request, one figure a round; 0 without one. */
  readonly databaseCpu: readonly number[]
  /** Milliseconds, one figure a round. */
  readonly medianLatency: readonly number[]
  /** One figure a round. */
  readonly requestsPerSecond: readonly number[]
  readonly requestBytes: number
  readonly responseBytes: number
  /** Calls of the session store or repository per request. */
  readonly storeCalls: number
}
