import type { SessionSize } from '../subjects/example-session.ts'

/** A request to measure. */
export interface RequestKind {
  /**
   * `untouched`: a session is presented, and the handler never asks for it. `anonymous`: none is
   * presented, and the handler never asks. `reading`: one attribute is read. `writing`: one is changed.
   */
  readonly request: 'untouched' | 'anonymous' | 'reading' | 'writing'
  readonly size: SessionSize
}

/** A server to measure. */
export interface Subject {
  /** As it stands in tables. */
  readonly name: string
  /** Its file in `subjects/`, without extension. Two subjects may share one: that shows the noise. */
  readonly entry: string
}

/** One question, answered by measuring several servers in the same run. */
export interface Comparison {
  /** Of the file that keeps the figures. */
  readonly name: string
  readonly title: string
  readonly introduction: string
  readonly subjects: readonly Subject[]
  readonly kinds: readonly RequestKind[]
  /** The server without sessions: what others cost more is the session's share. */
  readonly bare: string
  /** The least that a session can cost: whole servers are compared with it. */
  readonly floor: string
  /** Its session's share is 100 %. */
  readonly reference: string
  /** What this project aims at. */
  readonly goal: {
    readonly subject: string
    /** Request → share of the reference's share, 0 to 1. */
    readonly shares: Partial<Record<RequestKind['request'], number>>
  }
}

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
  /** Milliseconds, one figure a round. */
  readonly medianLatency: readonly number[]
  /** One figure a round. */
  readonly requestsPerSecond: readonly number[]
  readonly requestBytes: number
  readonly responseBytes: number
  /** Calls of the session store or repository per request. */
  readonly storeCalls: number
}
