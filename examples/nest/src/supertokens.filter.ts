import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { ErrorRequestHandler } from 'express';
import { Error as SuperTokensError } from 'supertokens-node';

/** Answers 401 where there is no session, as frontend SDKs expect it. */
@Catch(SuperTokensError)
export class SuperTokensFilter implements ExceptionFilter {
  constructor(private readonly handle: ErrorRequestHandler) {}

  catch(error: Error, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    void this.handle(error, http.getRequest(), http.getResponse(), http.getNext());
  }
}
