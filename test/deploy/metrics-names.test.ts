import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { observers } from '../../src/server/observe/observers.ts';

const textOf = (name: string): string => readFileSync(join(import.meta.dirname, '../../deploy', name), 'utf8');
const namesIn = (text: string): string[] => [...new Set(text.match(/\b(?:claimset|nodejs|process)_\w+/g))];

const scraped = await observers(pino({ level: 'silent' })).registry.metrics();
/** What Prometheus knows after a scrape: the names of series, those of histograms with their endings. */
const served = new Set(
  [...scraped.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['bucket', 'sum', 'count'].map((end) => `${name}_${end}`) : [name],
  ),
);

describe('the alert rules and the dashboard', () => {
  it.each(['alerts.yml', 'grafana.json'])('%s asks only for what /metrics has', (name) => {
    const asked = namesIn(textOf(name));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((one) => !served.has(one))).toEqual([]);
  });

  it('show each of our own metrics', () => {
    const shown = textOf('grafana.json');
    const ours = [...scraped.matchAll(/^# TYPE (claimset_\S+)/gm)].map(([, name = '']) => name);
    expect(ours.length).toBeGreaterThan(8);
    expect(ours.filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('say of each alert what to do', () => {
    const rules = textOf('alerts.yml').split('- alert: ').slice(1);
    expect(
      rules.filter((rule) => !/\n +action: '.+'/.test(rule) || !/severity: (critical|warning)/.test(rule)),
    ).toEqual([]);
  });

  it('are a dashboard that Grafana can read', () => {
    const target = z.object({ expr: z.string().min(1), refId: z.string(), legendFormat: z.string() });
    const panel = z.object({ id: z.number(), title: z.string(), targets: z.array(target).min(1) });
    const { panels } = z
      .looseObject({ uid: z.string(), panels: z.array(panel).min(10) })
      .parse(JSON.parse(textOf('grafana.json')));
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('find counters from the start, since the first of something is no increase', () => {
    expect(scraped).toContain('claimset_claims_writes_total{mutation="updateUserClaims",outcome="unknown"} 0');
    expect(scraped).toContain('claimset_lock_failures_total{kind="session",code="LOCK_TIMEOUT"} 0');
    expect(scraped).toContain('claimset_rate_limited_total{limit="sign-in"} 0');
  });
});
