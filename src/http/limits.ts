/** What strangers may take of the server: time, memory, connections. */
export interface HttpLimits {
  /** For all headers of a request; a connection that says nothing is closed after it too. */
  readonly headersMs: number;
  /** For the body, from its first read. */
  readonly bodyMs: number;
  /** A connection without a request is kept open so long: longer than usual proxies, so that they are the ones to close. */
  readonly keepAliveMs: number;
  /** For the requests in flight when the server stops. */
  readonly stopMs: number;
  readonly maxHeaderBytes: number;
  /** What all requests together may hold of bodies that are not complete. */
  readonly maxBodyBytesTogether: number;
  /** Requests that are dealt with at the same time; the others wait for their turn. */
  readonly maxAtOnce: number;
  /** The same with those that wait: any more get a 503 at once, so that those before are in time. */
  readonly maxHandling: number;
  /** Open connections; by default half of the files that the process may open, at most 12,000. */
  readonly maxConnections?: number;
}

/** Slack gives up after three seconds, so that whatever takes longer than these is nobody's request. */
export const usualLimits: HttpLimits = {
  headersMs: 10_000,
  bodyMs: 5000,
  keepAliveMs: 65_000,
  stopMs: 10_000,
  maxHeaderBytes: 8192,
  maxBodyBytesTogether: 64 * 1024 * 1024,
  maxAtOnce: 64,
  maxHandling: 256,
};
