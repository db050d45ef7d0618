import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import Session from 'supertokens-node/recipe/session';

@Controller('claims')
export class ClaimsController {
  /** Merges claims into the caller's session; of two at the same time none is lost. */
  @Post()
  async merge(
    @Req() req: Request,
    @Res({ passthrough: true }) res: Response,
    @Body() claims: Record<string, string | number | boolean | null>,
  ): Promise<unknown> {
    const session = await Session.getSession(req, res);
    await session.mergeIntoAccessTokenPayload(claims);
    return session.getAccessTokenPayload();
  }
}
