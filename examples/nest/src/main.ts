import 'reflect-metadata';

import { createApp } from './app';

async function main(): Promise<void> {
  const { PORT = '3000', CORE_URI = 'http://localhost:3567' } = process.env;
  const app = await createApp(CORE_URI);
  await app.listen(Number(PORT), 'localhost');
  console.log(`Application ${await app.getUrl()}`);
}

void main();
