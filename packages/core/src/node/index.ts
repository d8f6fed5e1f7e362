// Sessions for plain node:http and node:http2 servers
export { nodeSession } from './with-session.ts'

// For integrations of frameworks on node:http
export { nodeExchange } from './node-exchange.ts'
export { respondWithError } from './respond-with-error.ts'

// Types
export type { NodeExchangeOptions, NodeRequest, NodeResponse } from './node-exchange.ts'
export type { NodeHandler, NodeSession } from './with-session.ts'
