import type { Claims } from './claims.ts';
import { COOKIE_LIMIT_BYTES, tokenBytes } from './token.ts';

/** How much of what browsers allow the token takes. */
export function TokenSizeBar({ payload }: { readonly payload: Claims }) {
  const bytes = tokenBytes(payload);
  const share = bytes / COOKIE_LIMIT_BYTES;
  return (
    <div className="panel-size">
      <div className="panel-size-text" id="token-size">
        <span>Size of the token, at most</span>
        <span>
          {bytes.toLocaleString('en')} of {COOKIE_LIMIT_BYTES.toLocaleString('en')} bytes
        </span>
      </div>
      <meter aria-labelledby="token-size" min={0} max={1} high={0.75} optimum={0} value={Math.min(1, share)} />
    </div>
  );
}
