/*
 * How the plugins change the claims of one session without a ledger, by the lock alone: two or three writers, each of
 * which sets a claim of its own. README.md beside this file says what each step is in the code.
 *
 * Settings, given as -DNAME=VALUE:
 *   WRITERS   2 or 3
 *   LOSE      1: the lock may be lost once, its holder going on
 * Mutants, given as -DNAME. Each must be found wrong.
 *   NO_LOCK         nobody waits for anybody
 *   NO_CHECK_AFTER  success is said without asking whether the lock outlived the write
 *   LET_GO_EARLY    the lock is given back while the write is still under way
 *   TOKEN_AS_BASE   the claim is added to what the caller saw when it began
 */
#ifndef WRITERS
#define WRITERS 2
#endif
#ifndef LOSE
#define LOSE 1
#endif

byte stored;                                       /* the core: a bit for each writer's claim; no compare-and-set */
byte lock;                                         /* who holds it; 0 is nobody */
bool was_lost;
byte finished;
bool acknowledged[3];
bool unknown[3];

#define UNDER_WAY 1
#define LANDED 2
#define DROPPED 3
byte flight[3];
byte sent[3];

/* A request lands, or never does, at any time. */
#define request(n) atomic { flight[n] == UNDER_WAY -> \
  if :: stored = sent[n]; flight[n] = LANDED :: flight[n] = DROPPED fi }

proctype Network() {
end:
  do :: request(0) :: request(1) :: request(2) od
}

proctype Writer(byte w) {
  byte found;
#ifdef TOKEN_AS_BASE
  byte token = stored;
#endif
#ifndef NO_LOCK
  atomic { lock == 0 -> lock = w + 1 }
#endif
  found = stored;                                  /* read anew, under the lock */
#ifdef TOKEN_AS_BASE
  found = token;
#endif
#ifndef NO_LOCK
  /* The check before the write: it saves work, and decides nothing. */
  if :: lock != w + 1 -> goto out :: else fi;
#endif
  atomic { sent[w] = found | (1 << w); flight[w] = UNDER_WAY }
  if
  :: atomic { flight[w] == LANDED ->               /* the core's 200; others may have written since */
#if !defined(NO_CHECK_AFTER) && !defined(NO_LOCK)
       if :: lock == w + 1 -> acknowledged[w] = true :: else -> unknown[w] = true fi
#else
       acknowledged[w] = true
#endif
     }
  :: unknown[w] = true                             /* no answer in time */
  fi;
#ifndef LET_GO_EARLY
  flight[w] != UNDER_WAY;                          /* the lock is kept until the write has settled */
#endif
out:
  atomic { if :: lock == w + 1 -> lock = 0 :: else fi; finished++ }
}

#if LOSE
proctype Thief() { if :: atomic { lock != 0 -> lock = 0; was_lost = true } :: true fi }
#endif

#define is_there(w) (!acknowledged[w] || (stored & (1 << w)))

active proctype Main() {
  atomic {
    run Network(); run Writer(0); run Writer(1);
#if WRITERS > 2
    run Writer(2);
#endif
#if LOSE
    run Thief();
#endif
  }
  atomic {
    finished == WRITERS && flight[0] != UNDER_WAY && flight[1] != UNDER_WAY && flight[2] != UNDER_WAY;
    /*
     * What was acknowledged is there: always, where no lock was lost; else unless somebody was told UNKNOWN. That is the
     * window which the lock alone leaves open, and which the ledger closes.
     */
    if
    :: !was_lost || !(unknown[0] || unknown[1] || unknown[2]) ->
         assert(is_there(0)); assert(is_there(1)); assert(is_there(2))
    :: else
    fi
  }
}
