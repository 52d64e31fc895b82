/** Codes of connections that were never made. */
const codes = new Set([
  ...["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"],
  ...["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER"],
]);

/** Whether a request that failed never reached the platform. */
export function isUnsent(thrown: unknown): boolean {
  return causeCodes(thrown).some((code) => codes.has(code) || code.startsWith("ERR_TLS_"));
}

/** The codes along the chain of causes: a fetch hides the one of the socket. */
export function causeCodes(thrown: unknown): readonly string[] {
  const codes: string[] = [];
  for (let error = thrown, depth = 0; typeof error === "object" && error !== null && depth < 8; depth += 1) {
    const { code, cause, original } = error as { code?: unknown; cause?: unknown; original?: unknown };
    if (typeof code === "string") codes.push(code);
    error = original ?? cause;
  }
  return codes;
}
