import { css } from 'lit'
import type { CSSResult } from 'lit'

/** A few people beside one another, each a little over the one before. */
export const faces: CSSResult = css`
  .faces {
    display: flex;
    justify-content: center;
  }
  .faces msg-avatar {
    border-radius: 50%;
    box-shadow: 0 0 0 2px var(--_surface);
  }
  .faces msg-avatar + msg-avatar {
    margin-inline-start: -2px;
  }
`
