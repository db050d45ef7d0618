/**
 * Why a request is refused. UNAUTHORISED: there is no session (any more). TRY_REFRESH_TOKEN: the access token cannot be
 * used, a refreshed one may. FORBIDDEN: this session may not do that. UNAVAILABLE: it cannot be decided now.
 */
export type GuardErrorCode = 'UNAUTHORISED' | 'TRY_REFRESH_TOKEN' | 'FORBIDDEN' | 'UNAVAILABLE';

const STATUS = { UNAUTHORISED: 401, TRY_REFRESH_TOKEN: 401, FORBIDDEN: 403, UNAVAILABLE: 503 } as const;
/** The words of RFC 6750, section 3.1. */
const CHALLENGE = {
  UNAUTHORISED: 'invalid_token',
  TRY_REFRESH_TOKEN: 'invalid_token',
  FORBIDDEN: 'insufficient_scope',
};

/** A request that is refused: answer it with `status`, `headers` and `body`. */
export class GuardError extends Error {
  readonly code: GuardErrorCode;
  readonly status: 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;

  /** `reason` reaches the client: letters, digits and plain punctuation only. */
  constructor(code: GuardErrorCode, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'GuardError';
    this.code = code;
    this.status = STATUS[code];
    this.headers = { 'cache-control': 'no-store', ...headersOf(code, reason) };
  }

  /** For a response in JSON. */
  get body(): { readonly code: GuardErrorCode; readonly message: string } {
    return { code: this.code, message: this.message };
  }
}

function headersOf(code: GuardErrorCode, reason: string): Record<string, string> {
  if (code === 'UNAVAILABLE') return { 'retry-after': '1' };
  return { 'www-authenticate': `Bearer error="${CHALLENGE[code]}", error_description="${reason}"` };
}
