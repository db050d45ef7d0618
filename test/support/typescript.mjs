import { register } from 'tsx/esm/api';

// `--import tsx` takes effect in the main thread alone; worker threads inherit `--import`, and run this file again.
register();
