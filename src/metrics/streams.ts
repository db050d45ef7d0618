import { Gauge, type Registry } from 'prom-client';

/** How many listen to their session now. */
export function listenerMetrics(registry: Registry): (count: number) => void {
  const listeners = new Gauge({
    name: 'claimset_session_listeners',
    help: 'Subscriptions to mySessionChanged that are open.',
    registers: [registry],
  });
  return (count) => {
    listeners.set(count);
  };
}
