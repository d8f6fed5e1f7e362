import { nodeError } from './node-error.ts'
import { isHttp2, type NodeResponse } from './node-message.ts'

/** What changing the head of a response throws once it has left. */
export function headersSentError(response: NodeResponse): Error {
  return isHttp2(response)
    ? nodeError('ERR_HTTP2_HEADERS_SENT', 'Response has already been initiated.')
    : nodeError('ERR_HTTP_HEADERS_SENT', 'Cannot change headers after they are sent to the client')
}
