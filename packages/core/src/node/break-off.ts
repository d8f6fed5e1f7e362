import { isHttp2, type NodeResponse } from './node-message.ts'

const HTTP2_INTERNAL_ERROR = 2

/**
 * Cuts a response whose head has left, so that the client cannot take what it has for the whole: a
 * reset where the end of the connection would otherwise be the end of the body.
 */
export function breakOff(response: NodeResponse): void {
  if (isHttp2(response)) {
    response.stream.close(HTTP2_INTERNAL_ERROR)
    return
  }
  const { socket } = response
  // A reset exists for plain TCP alone: no address, no TCP.
  if (socket?.remoteAddress !== undefined && !('encrypted' in socket)) socket.resetAndDestroy()
  response.destroy()
}
