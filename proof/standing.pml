/*
 * How a change for all of a user's sessions, those to come included, reaches each of them: several streams, each of
 * which is written by the rule of lossless.pml, so that here a write is one step. README.md says what is left out.
 *
 * An administrator takes a claim away: from the standing claims, with which sessions begin, and then from each live
 * session. One session lives already, two begin at any time.
 *
 * Settings, given as -DNAME=VALUE:
 *   LOSE   1: a session's lock may be lost once, its holder going on
 * Mutants, given as -DNAME. Each must be found wrong.
 *   LISTED_FIRST        the sessions are listed before the standing claims are written
 *   READ_BEFORE_BEGUN   a sign-in reads the standing claims before its session can be listed
 *   NOT_LISTED_AGAIN    nobody goes on where the administrator's process has died
 *   NO_LOCK_AT_SIGN_IN  a sign-in reads and writes without the session's lock
 *   NO_CHECK_AT_SIGN_IN a sign-in does not ask whether its lock outlived the write
 */
#ifndef LOSE
#define LOSE 1
#endif
#define SESSIONS 3
#define OLD 0                                      /* the session that lives already */

bool standing = true;                              /* what sessions begin with has the claim */
bool is_open;                                      /* the entry of the standing claims: open until all are reached */
bool lives[SESSIONS];                              /* it can be listed */
bool has[SESSIONS];                                /* it has the claim */
byte lock[SESSIONS];                               /* who holds it; 0 is nobody */
byte finished;

#define ADMINISTRATOR 1
#define SWEEPER 2
#define SIGN_IN 3

/* Lists, and takes the claim from each. */
inline fan_out(who) {
  atomic { i = 0; do :: i < SESSIONS -> listed[i] = lives[i]; i++ :: else -> break od; i = 0 }
  take_away(who)
}

inline take_away(who) {
  do
  :: i < SESSIONS && listed[i] ->
       atomic { lock[i] == 0 -> lock[i] = who }
       atomic { has[i] = false; if :: lock[i] == who -> lock[i] = 0 :: else fi; i++ }
  :: i < SESSIONS && !listed[i] -> i++
  :: i == SESSIONS -> i = 0; break
  od
}

proctype Administrator() {
  bool listed[SESSIONS];
  byte i;
#ifdef LISTED_FIRST
  atomic { do :: i < SESSIONS -> listed[i] = lives[i]; i++ :: else -> break od; i = 0 }
  atomic { standing = false; is_open = true }
  take_away(ADMINISTRATOR);
#else
  atomic { standing = false; is_open = true }
  if
  :: fan_out(ADMINISTRATOR)
  :: goto dead                                     /* a crash before anybody was reached; of one in between, less is left */
  fi;
#endif
  is_open = false;
dead:
  finished++
}

proctype Sweeper() {
  bool listed[SESSIONS];
  byte i;
  finished >= SESSIONS;                            /* all the others have done what they did */
#ifndef NOT_LISTED_AGAIN
  if :: is_open -> fan_out(SWEEPER) :: else fi;
#endif
  is_open = false;
  finished++
}

proctype SignIn(byte s) {
  bool found;
#ifdef READ_BEFORE_BEGUN
  found = standing;
  lives[s] = true;
#else
  lives[s] = true;
#endif
#ifndef NO_LOCK_AT_SIGN_IN
  atomic { lock[s] == 0 -> lock[s] = SIGN_IN }
#endif
#ifndef READ_BEFORE_BEGUN
  found = standing;
#endif
  if
  :: found ->
       has[s] = true;
#if !defined(NO_CHECK_AT_SIGN_IN) && !defined(NO_LOCK_AT_SIGN_IN)
       /* Rather no session than one with a right that was taken away. */
       if :: lock[s] != SIGN_IN -> lives[s] = false :: else fi
#endif
  :: else
  fi;
  atomic { if :: lock[s] == SIGN_IN -> lock[s] = 0 :: else fi; finished++ }
}

#if LOSE
proctype Thief() {
  if :: atomic { lock[1] != 0 -> lock[1] = 0 } :: atomic { lock[2] != 0 -> lock[2] = 0 } :: true fi
}
#endif

active proctype Main() {
  atomic {
    lives[OLD] = true; has[OLD] = true;
    run Administrator(); run SignIn(1); run SignIn(2); run Sweeper();
#if LOSE
    run Thief();
#endif
  }
  atomic {
    finished == SESSIONS + 1;
    /* What was taken away is in no session that lives. */
    assert(!(lives[0] && has[0])); assert(!(lives[1] && has[1])); assert(!(lives[2] && has[2]));
    assert(!is_open)
  }
}
