import type { HttpExchange, ResponseParticipant } from '../http/http-exchange.ts'
import { commitBeforeHeaders, holdOf } from './commit-before-headers.ts'
import { withoutPort } from './host-name.ts'
import type { NodeRequest, NodeResponse } from './node-message.ts'
import { respondWithError } from './respond-with-error.ts'

export type { NodeRequest, NodeResponse }

export interface NodeExchangeOptions {
  /** Did the request arrive over TLS? @default asks the socket, which knows of no proxy */
  secure?: (request: NodeRequest) => boolean
  /** The host that the client asked for, without port. @default from `Host` or `:authority` */
  hostname?: (request: NodeRequest) => string | undefined
  /** The path that the application is mounted under, without a slash at its end. @default '' */
  contextPath?: string
  /**
   * Answers when a commit failed and nothing was sent. A framework hands the error to its own error
   * handling here. @default respondWithError
   */
  onError?: (error: unknown) => void
  /** Where failures go instead of into the promise that a handler awaits. */
  reject?: (error: unknown) => void
}

/** One request and response of `node:http` or of `node:http2`'s compatibility API. */
export function nodeExchange(
  request: NodeRequest,
  response: NodeResponse,
  options: NodeExchangeOptions = {},
): NodeExchange {
  return new NodeExchange(request, response, options)
}

export class NodeExchange implements HttpExchange {
  readonly #request: NodeRequest
  readonly #response: NodeResponse
  readonly #options: NodeExchangeOptions
  readonly reject?: (error: unknown) => void

  constructor(request: NodeRequest, response: NodeResponse, options: NodeExchangeOptions) {
    this.#request = request
    this.#response = response
    this.#options = options
    if (options.reject !== undefined) this.reject = options.reject
  }

  get secure(): boolean {
    const { secure } = this.#options
    if (secure !== undefined) return secure(this.#request)
    return (this.#request.socket as { encrypted?: boolean }).encrypted === true
  }

  get hostname(): string | undefined {
    const { hostname } = this.#options
    if (hostname !== undefined) return hostname(this.#request)
    const host = this.requestHeader(':authority') ?? this.requestHeader('host')
    return host === undefined || host === '' ? undefined : withoutPort(host)
  }

  get contextPath(): string {
    return this.#options.contextPath ?? ''
  }

  get headersSent(): boolean {
    return this.#response.headersSent
  }

  requestHeader(name: string): string | undefined {
    const value = this.#request.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

  responseHeader(name: string): string | undefined {
    const value = this.#response.getHeader(name)
    return Array.isArray(value) ? value.join(', ') : value?.toString()
  }

  setResponseHeader(name: string, value: string): void {
    this.#setHeader(name, value)
  }

  appendResponseHeader(name: string, value: string): void {
    const present = this.#response.getHeader(name)
    this.#setHeader(name, present === undefined ? value : [present, value].flat().map(String))
  }

  hold(participant: ResponseParticipant): void {
    const response = this.#response
    const { onError = (error: unknown) => respondWithError(response, error) } = this.#options
    commitBeforeHeaders(this.#request, response, participant, onError)
  }

  #setHeader(name: string, value: string | readonly string[]): void {
    const target = holdOf(this.#response) ?? this.#response
    target.setHeader(name, value)
  }
}
