import { randomUUID } from 'node:crypto';

import type { Change, Stream } from '../../src/claims/history/types.ts';
import type { ClaimsPayload } from '../../src/claims/types.ts';
import { intendCommand, intendCommands, type IntendOptions, type Intent } from '../../src/ledger/intend.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { randomSuffix } from '../../src/ledger/marker.ts';
import { settle, type Settled } from '../../src/ledger/settle.ts';
import { change, commandsOf, type Patch, patched } from './world.ts';

export const newStream = (): Stream => `session:${randomUUID()}`;

/** A session whose core obeys the test: what is intended is kept here until it is landed. */
export class Session {
  readonly stream = newStream();
  readonly ledger: Ledger;
  readonly userId: string;
  stored: ClaimsPayload = { base: 0 };

  constructor(ledger: Ledger, userId = 'user') {
    this.ledger = ledger;
    this.userId = userId;
  }

  options(keepsValues: (key: string) => boolean = () => true): IntendOptions {
    const outsideChange = (): Change => change('OUTSIDE', { userId: this.userId });
    return { stream: this.stream, userId: this.userId, random: randomSuffix(), outsideChange, keepsValues };
  }

  async settled(): Promise<Settled> {
    const read = async (from?: ReadonlyMap<Stream, number>): Promise<ReturnType<typeof settle>> => {
      const view = (await this.ledger.read([this.stream], from)).get(this.stream);
      if (view === undefined) throw new Error('the stream is missing');
      return settle(this.stored, view, from !== undefined);
    };
    const first = await read();
    const settled = first.status === 'SETTLED' ? first : await read(new Map([[this.stream, first.from]]));
    if (settled.status !== 'SETTLED') throw new Error('entries are missing');
    return settled;
  }

  async draft(patch: Patch, by: Change = change(), keepsValues?: (key: string) => boolean): Promise<Intent> {
    const settled = await this.settled();
    const next = patched(settled.current, patch);
    const intent = intendCommand(settled, { change: by, next, named: Object.keys(patch) }, this.options(keepsValues));
    if (intent === null) throw new Error('nothing to do');
    return intent;
  }

  /** Several commands that are one write. */
  async draftTogether(patches: readonly Patch[]): Promise<Intent> {
    const settled = await this.settled();
    return intendCommands(settled, commandsOf(settled, patches), this.options());
  }

  /** Intends, lands, and marks. */
  async apply(patch: Patch, by: Change = change('USER', { userId: this.userId })): Promise<Intent> {
    const intent = await this.draft(patch, by);
    const [outcome] = await this.ledger.intend([intent]);
    if (outcome !== 'INTENDED') throw new Error('the number was taken');
    await this.land(intent);
    return intent;
  }

  async land(intent: Intent): Promise<string | undefined> {
    this.stored = intent.payload ?? this.stored;
    const [mark] = await this.ledger.applied([{ stream: this.stream, seq: intent.head.seq, isAnswered: true }]);
    return mark;
  }
}
