/*
 * How Claimset changes the claims of one session, as a model that spin checks in every order of events.
 * README.md beside this file says what is left out, and what each step is in the code.
 *
 * The parts: writers (one command each), sweepers (no command: they only repair), a core without compare-and-set,
 * a network that lets each request land at any later time or never, a lock that may be lost unnoticed, a ledger.
 *
 * Settings, given as -DNAME=VALUE:
 *   WRITERS   2 or 3
 *   SWEEPERS  how many
 *   LOSE      1: the lock may be lost once, its holder going on
 *   REMOVE_TWICE  1: the third writer removes what the second removes, instead of granting it again
 *   OUTSIDE   1: somebody writes around Claimset once all is quiet; 2: at any time
 *   TWICE     1: one request lands a second time, at any time later (a proxy has repeated it)
 * Mutants, given as -DNAME: the rule with one part taken away. Each must be found wrong.
 *   NO_UNIQUE_NUMBER     the number of an entry may be given twice
 *   NO_MARKER            a landing is known by its value alone
 *   NOT_FOLDED           a command is applied to what is stored, not to what the log says
 *   TWO_READS            the core is read again after the number was found free
 *   UNCHANGED_WHILE_OPEN "nothing to do" is also said while an entry is open
 *   SILENT_WITHDRAWAL    a withdrawal takes no number of its own
 *   OUTSIDE_TWICE        what was written around Claimset is not remembered as seen
 *   TOKEN_AS_BASE        a command is applied to what its caller saw when it began
 *   REPAIR_SENT_AGAIN    a repair sends the newest entry a second time, in place of an entry of its own
 */
#ifndef WRITERS
#define WRITERS 2
#endif
#ifndef SWEEPERS
#define SWEEPERS 1
#endif
#ifndef LOSE
#define LOSE 1
#endif
#ifndef REMOVE_TWICE
#define REMOVE_TWICE 0
#endif
#ifndef OUTSIDE
#define OUTSIDE 0
#endif
#ifndef TWICE
#define TWICE 0
#endif

#define MAX_ENTRIES 9
#define SWEEPER 9                                  /* written as the author of a repair */
#define OTHERS 8                                   /* written as the author of what came around Claimset */
#define WITHDRAWAL 7
#define NO_ENTRY 99

/* A payload is three bits: a claim that is granted and removed, a claim that only writer 1 sets, one of others. */
#define ADMIN 1
#define THEME 2
#define OTHER 4
#define applied(value, sets, clears) (((value) & ~(clears)) | (sets))

/* Writer 0 grants ADMIN. Writer 1 removes it and sets THEME. Writer 2 grants it again, or removes it too. */
byte command_sets[3];
byte command_clears[3];

/* The core: one row, without compare-and-set. The marker says which entry wrote it; 0 is none. */
byte stored;
byte stored_marker;

/* The ledger: entry i has the number i + 1, and the marker of the same number. */
#define OPEN 1                                     /* INTENDED */
#define DONE 2                                     /* APPLIED */
#define WITHDRAWN 3                                /* NOT_APPLIED */
byte entries;                                      /* how many there are: the number of the head */
byte payload[MAX_ENTRIES];                         /* what the log up to this entry makes of the session */
byte marker[MAX_ENTRIES];                          /* by which this payload is recognised in the core */
byte state[MAX_ENTRIES];
byte author[MAX_ENTRIES];
byte seen_value[MAX_ENTRIES];                      /* of an entry by OTHERS: what was found in the core */
byte seen_marker[MAX_ENTRIES];

/* The write that each entry sends, once. */
#define UNDER_WAY 1
#define LANDED 2
#define DROPPED 3
byte flight[MAX_ENTRIES];

byte lock;                                         /* who holds it; 0 is nobody */

/* What callers were told, and when: for the promises at the end. */
bool acknowledged[3];
bool unknown[3];
bool withdrawn[3];
byte began[3];
byte told[3];
byte clock = 1;
byte finished;
bool overflow;

inline tell(outcome, w) { outcome = true; told[w] = clock; clock++ }

/* A second flight of one entry: 0 is none. What is in it is what it was sent with. */
byte again;
byte again_value;
byte again_marker;
bool was_again;

inline send_again(n) { again = n + 1; again_value = payload[n]; again_marker = marker[n]; was_again = true }

/* Any request that is under way lands, or never does, at any time. */
#define request(n) atomic { flight[n] == UNDER_WAY -> \
  if \
  :: stored = payload[n]; stored_marker = marker[n]; flight[n] = LANDED; \
     if :: TWICE && !was_again -> send_again(n) :: true fi \
  :: flight[n] = DROPPED \
  fi }

proctype Network() {
end:
  do
  :: request(0) :: request(1) :: request(2) :: request(3) :: request(4) :: request(5) :: request(6) :: request(7)
  :: request(8)
  :: atomic { again != 0 ->
       /* What was withdrawn is never in the core, not even for a moment. */
       assert(state[again - 1] != WITHDRAWN);
       stored = again_value; stored_marker = again_marker;
       again = 0; again_value = 0; again_marker = 0
     }
  od
}

/*
 * settle.ts: what was found in the core, (found, mark), against the log. Pure but for the marks.
 *   is_open       the core is not where the log is: whoever has a command writes, even if it changes nothing
 *   sets, clears  what somebody did around Claimset; nothing where is_outside is false
 */
inline settle(found, mark, is_open, is_outside, sets, clears) {
  d_step {
    is_open = false; is_outside = false; sets = 0; clears = 0; k = NO_ENTRY; i = 0;
#ifdef NO_MARKER
    do
    :: i < entries -> if :: payload[i] == found -> k = i + 1 :: else fi; i++
    :: else -> break
    od;
    if :: k == NO_ENTRY && found == 0 -> k = 0 :: else fi;
    if :: k == NO_ENTRY -> is_outside = true; k = entries :: else fi;
#else
    k = mark;
    if :: k == 0 -> is_outside = (found != 0) :: else -> is_outside = (payload[k - 1] != found) fi;
#endif
    if
    :: is_outside ->
         if
         :: k == 0 -> sets = found; clears = 0
         :: else -> sets = found & ~payload[k - 1]; clears = payload[k - 1] & ~found
         fi;
         is_open = true;
#ifndef OUTSIDE_TWICE
         i = 0;
         do
         :: i < entries ->
              if
              :: author[i] == OTHERS && seen_value[i] == found && seen_marker[i] == mark -> is_outside = false
              :: else
              fi;
              i++
         :: else -> break
         od;
#endif
    :: else ->
         if
         :: entries == 0 -> skip
         :: entries > 0 && k == marker[entries - 1] ->
              i = 0;
              do
              :: i < entries -> if :: state[i] == OPEN -> state[i] = DONE :: else fi; i++
              :: else -> break
              od
         :: else -> is_open = true
         fi
    fi;
    i = 0; k = 0
  }
}

/* What the log makes of the session. */
inline read_head(value, mark) {
  if
  :: entries == 0 -> value = 0; mark = 0
  :: else -> value = payload[entries - 1]; mark = marker[entries - 1]
  fi
}

inline append(value, mark, by, how) {
  payload[entries] = value; marker[entries] = mark; author[entries] = by; state[entries] = how; entries++
}

/* Whatever is folded into a payload has landed with it. */
inline mark_done_up_to(e) {
  i = 0;
  do
  :: i <= e -> if :: state[i] == OPEN -> state[i] = DONE :: else fi; i++
  :: else -> break
  od;
  i = 0
}

proctype Writer(byte w) {
  byte found, mark, head, value, head_mark, e, i, k, sets, clears;
  bool is_open, is_outside;
#ifdef TOKEN_AS_BASE
  byte token;
#endif

  if
  :: w != SWEEPER ->
       atomic {
         began[w] = clock; clock++;
#ifdef TOKEN_AS_BASE
         token = stored
#endif
       }
  :: else
  fi;
  atomic { lock == 0 -> lock = w + 1 }

retake:
  atomic { head = entries; read_head(value, head_mark) }   /* the ledger is read once, */
  atomic { found = stored; mark = stored_marker }          /* and so is the core */
  atomic {
#ifndef NO_UNIQUE_NUMBER
    /* The unique number: the intent of another came first, or what was read of the ledger is too old. */
    if :: entries != head -> goto retry :: else fi;
#endif
    settle(found, mark, is_open, is_outside, sets, clears);
    if :: w == SWEEPER && !is_open -> goto out :: else fi;
    if :: entries >= MAX_ENTRIES - 3 -> overflow = true; goto out :: else fi;
    if
    :: is_outside ->
         value = applied(value, sets, clears);
         seen_value[entries] = found; seen_marker[entries] = mark;
         append(value, entries + 1, OTHERS, DONE)
    :: else
    fi;
#ifdef NOT_FOLDED
    value = found;
#endif
#ifdef TOKEN_AS_BASE
    if :: w != SWEEPER -> value = token :: else fi;
#endif
#ifdef REPAIR_SENT_AGAIN
    if :: w == SWEEPER && entries > 0 && !was_again -> send_again(entries - 1); goto out :: else fi;
#endif
#ifdef TWO_READS
  }
  atomic {
    if :: !is_open -> value = stored :: else fi;
    if :: entries >= MAX_ENTRIES - 3 -> overflow = true; goto out :: else fi;
#endif
    if
    :: w == SWEEPER -> skip                        /* a repair: what the log says, with a marker of its own */
    :: else ->
         if
#ifdef UNCHANGED_WHILE_OPEN
         :: applied(found, command_sets[w], command_clears[w]) == found ->
#else
         :: !is_open && applied(value, command_sets[w], command_clears[w]) == value ->
#endif
              tell(acknowledged[w], w); goto out   /* UNCHANGED: no entry, no write */
         :: else -> value = applied(value, command_sets[w], command_clears[w])
         fi
    fi;
    e = entries;
    append(value, e + 1, w, OPEN)                  /* the intent, committed before anything is sent */
  }
  if
  :: flight[e] = UNDER_WAY                         /* sent once */
  :: w != SWEEPER ->                               /* or withdrawn, which must be committed, too */
       atomic {
         if
         :: entries == e + 1 ->
              state[e] = WITHDRAWN;
              if :: e == 0 -> value = 0; head_mark = 0 :: else -> value = payload[e - 1]; head_mark = marker[e - 1] fi;
#ifdef SILENT_WITHDRAWAL
              payload[e] = value; marker[e] = head_mark;
#else
              append(value, head_mark, WITHDRAWAL, DONE);
#endif
              withdrawn[w] = true; goto out
         :: else -> tell(unknown[w], w); goto out     /* somebody has built on it: it will be written */
         fi
       }
  fi;
  if
  :: atomic { flight[e] == LANDED -> if :: w != SWEEPER -> tell(acknowledged[w], w) :: else fi; mark_done_up_to(e) }
  :: atomic { flight[e] != 0 -> if :: w != SWEEPER -> tell(unknown[w], w) :: else fi }
  fi;
  goto out;

retry:
  if :: lock == w + 1 -> goto retake :: else -> goto out fi;
out:
  atomic {
    if :: lock == w + 1 -> lock = 0 :: else fi;
    finished++;
    found = 0; mark = 0; head = 0; value = 0; head_mark = 0; e = 0; sets = 0; clears = 0; is_open = 0; is_outside = 0
  }
}

#if LOSE
proctype Thief() { if :: atomic { lock != 0 -> lock = 0 } :: true fi }
#endif

#if OUTSIDE == 2
/* Writes over whatever is stored, the marker included, as an application does that knows nothing of Claimset. */
proctype Outsider() { if :: atomic { stored = stored | OTHER } :: true fi }
#endif

#define all_quiet (finished == WRITERS + SWEEPERS && \
  flight[0] != UNDER_WAY && flight[1] != UNDER_WAY && flight[2] != UNDER_WAY && flight[3] != UNDER_WAY && \
  flight[4] != UNDER_WAY && flight[5] != UNDER_WAY && flight[6] != UNDER_WAY && flight[7] != UNDER_WAY && \
  flight[8] != UNDER_WAY && again == 0)

/* A sweep that nothing disturbs: its write lands at once. */
inline undisturbed_sweep() {
  settle(stored, stored_marker, is_open, is_outside, sets, clears);
  if
  :: is_open && entries < MAX_ENTRIES - 1 ->
       read_head(value, head_mark);
       if
       :: is_outside ->
            value = applied(value, sets, clears);
            seen_value[entries] = stored; seen_marker[entries] = stored_marker;
            append(value, entries + 1, OTHERS, DONE)
       :: else
       fi;
       append(value, entries + 1, SWEEPER, OPEN);
       stored = value; stored_marker = entries;
       mark_done_up_to(entries - 1)
  :: is_open && entries >= MAX_ENTRIES - 1 -> overflow = true
  :: else
  fi
}

active proctype Main() {
  byte i, k, value, head_mark, sets, clears;
  bool is_open, is_outside;
  atomic {
    command_sets[0] = ADMIN;
    command_clears[1] = ADMIN; command_sets[1] = THEME;
#if REMOVE_TWICE
    command_clears[2] = ADMIN;
#else
    command_sets[2] = ADMIN;
#endif
    run Network(); run Writer(0); run Writer(1);
#if WRITERS > 2
    run Writer(2);
#endif
    i = 0; do :: i < SWEEPERS -> run Writer(SWEEPER); i++ :: else -> break od; i = 0;
#if LOSE
    run Thief();
#endif
#if OUTSIDE == 2
    run Outsider();
#endif
  }
  atomic {
    all_quiet;
    assert(!overflow);                               /* else the check would be of less than it says */
#if OUTSIDE == 1
    undisturbed_sweep();
    stored = stored & ~THEME;
#endif
    undisturbed_sweep();
    assert(!overflow);

    /* What was written around Claimset, once, is recorded once at most. */
    i = 0; k = 0;
    do :: i < entries -> if :: author[i] == OTHERS -> k++ :: else fi; i++ :: else -> break od;
    assert(k <= 1);

    /* Nothing stays open. */
    i = 0; do :: i < entries -> assert(state[i] != OPEN); i++ :: else -> break od;

#if OUTSIDE == 1
    /* A write around Claimset, while nothing is under way, is not undone. */
    assert(!(stored & THEME));
#else
    /* An acknowledged change that nobody has overwritten is in the session. */
    assert(!acknowledged[1] || (stored & THEME));
#endif
    /* What was withdrawn never happens. */
    assert(!withdrawn[1] || !(stored & THEME));
#if WRITERS == 2
    assert(!withdrawn[0] || !(stored & ADMIN));
    /* A removed claim stays removed; a claim that was granted after its removal is there. */
    assert(!(acknowledged[0] && acknowledged[1] && told[0] < began[1]) || !(stored & ADMIN));
    assert(!(acknowledged[0] && acknowledged[1] && told[1] < began[0]) || (stored & ADMIN));
    /* A grant whose outcome was UNKNOWN does not come back after an acknowledged removal. */
    assert(!(acknowledged[1] && unknown[0] && told[0] < began[1]) || !(stored & ADMIN));
#else
#if REMOVE_TWICE
    assert(!(acknowledged[2] && unknown[0] && told[0] < began[2]) || !(stored & ADMIN));
    assert(!(acknowledged[2] && acknowledged[0] && told[0] < began[2]) || !(stored & ADMIN));
    assert(!(acknowledged[1] && acknowledged[0] && told[0] < began[1]) || !(stored & ADMIN));
#else
    assert(!(acknowledged[0] && acknowledged[1] && acknowledged[2] && told[0] < began[1] && told[2] < began[1]) || !(stored & ADMIN));
    assert(!(acknowledged[1] && acknowledged[2] && told[1] < began[2]) || (stored & ADMIN));
#endif
#endif
  }
}
