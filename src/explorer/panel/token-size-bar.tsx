import { COOKIE_LIMIT_BYTES } from '../../claims/size/token-size.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { tokenBytes } from '../session/token.ts';

/** The share of the limit from which people are told. */
const NEAR = 0.75;

/** How much of what browsers allow the token takes. */
export function TokenSizeBar({ payload }: { readonly payload: ClaimsPayload }) {
  const bytes = tokenBytes(payload);
  const share = bytes / COOKIE_LIMIT_BYTES;
  return (
    <div className="panel-size">
      <div className="panel-size-text" id="token-size">
        <span>Token size</span>
        <span>
          {bytes.toLocaleString('en')} of {COOKIE_LIMIT_BYTES.toLocaleString('en')} bytes
        </span>
      </div>
      <meter aria-labelledby="token-size" min={0} max={1} high={NEAR} optimum={0} value={Math.min(1, share)} />
      <SizeHint share={share} />
    </div>
  );
}

function SizeHint({ share }: { readonly share: number }) {
  if (share < NEAR) return null;
  const text =
    share > 1
      ? 'Too large: a browser drops it at the next refresh, and the user is signed out. Remove claims.'
      : 'Close to the limit. A change that would pass it is refused: browsers drop a larger cookie.';
  return <p className="panel-hint">{text}</p>;
}
