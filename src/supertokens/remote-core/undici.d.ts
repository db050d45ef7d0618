// Of undici the server takes what sends requests. The whole package, with a `fetch`, sockets and caches that are not used
// here, takes a tenth of what a start takes.
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export default Agent;
}

declare module 'undici/lib/core/errors.js' {
  import { errors } from 'undici';
  export default errors;
}
