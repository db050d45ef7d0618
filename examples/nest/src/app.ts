import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { errorHandler, middleware } from 'supertokens-node/framework/express';

import { AppModule } from './app.module';
import { SuperTokensFilter } from './supertokens.filter';
import { initSuperTokens } from './supertokens';

export async function createApp(coreUri: string): Promise<INestApplication> {
  initSuperTokens(coreUri);
  const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] });
  app.use(middleware());
  app.useGlobalFilters(new SuperTokensFilter(errorHandler()));
  return app;
}
