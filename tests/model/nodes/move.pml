/* A person who moves from node to node while they are read and written, in every order and with a kill anywhere.

   Callers keep a route (who lies where) that may be old. Each node answers for itself: the row of the person says whether they
   are here, and is locked by who reads (shared) and writes (alone). The move is a journal of idempotent steps; another process goes
   on where one was killed. Entries stay in the inbox of the node that recorded them.

   In the code (`db/moving.py`) it is a range of numbers that moves, and its words are rows of `live.lies`: HERE is 'own',
   CLOSED 'closed'; COMING is within the one commit in which the rows and the range arrive. The row's lock is no lock there: who closes waits
   until every statement that began before is through (`Mover._through`), and whoever begins later is refused (`live.here`). */

#ifndef KILLS
#define KILLS 1
#endif
#ifndef MOVES
#define MOVES 2
#endif
#define NODES 3
#define WRITES 2

mtype = { AWAY, COMING, HERE, CLOSED };
mtype row[NODES] = AWAY;   /* `live.subject` of the person on each node */
byte value[NODES];         /* the version of their record there */
byte inbox[NODES];         /* entries that were written there and not taken yet */
byte entries;              /* entries that the sequencer took */
byte route;                /* the directory: where the person lies */
byte answered;             /* the youngest version that a writer was told of */
byte moves = MOVES;
byte kills = KILLS;
byte shared[NODES];        /* the row's lock there */
bool alone[NODES];

/* The promises; each assertion names its own. */
bool no_write_is_lost, no_old_value_is_returned, no_entry_is_lost, the_person_is_somewhere;

/* Whether a node answers for the person: under the lock of their row, before anything is written or returned. */
#ifdef NOT_ASKED
#define ANSWERS(n) (row[n] != COMING)
#else
#define ANSWERS(n) (row[n] == HERE)
#endif

/* `live.correct`, by a route that may be old; whoever is told that nobody is here asks the directory again. */
proctype Write()
{
    byte at, writes;
    do
    :: atomic { writes < WRITES && !alone[at] && shared[at] == 0 -> alone[at] = true };
        if
        :: atomic { !ANSWERS(at) -> alone[at] = false; at = route }
        :: atomic { ANSWERS(at) -> skip };
            if
            :: atomic { value[at]++; inbox[at]++; answered = (value[at] > answered -> value[at] : answered); writes++; alone[at] = false }
            :: atomic { kills > 0 -> kills--; alone[at] = false }
            fi
        fi
    :: atomic { writes == WRITES -> break }
    od;
    assert(no_write_is_lost || answered == WRITES)
}

/* `live.use` */
proctype Use()
{
    byte at, since;
    do
    :: atomic { !alone[at] -> shared[at]++; since = answered };
        if
        :: atomic { !ANSWERS(at) -> shared[at]--; at = route }
        :: atomic { ANSWERS(at) -> skip };
            atomic { assert(no_old_value_is_returned || value[at] >= since); shared[at]-- }
        fi;
        since = 0
    od
}

#ifdef TWO_AT_ONCE
#define NONE_UNDER_WAY true
#else
#define NONE_UNDER_WAY (row[0] != CLOSED && row[1] != CLOSED && row[2] != CLOSED)
#endif
#ifdef NOT_LOOKED_AGAIN
#define UNDER_WAY true
#else
#define UNDER_WAY (row[from] == CLOSED)
#endif
#define KILLED :: atomic { kills > 0 -> kills--; goto again }
/* Whoever finds a move under way goes on with it. */
proctype Mover()
{
    byte from, to;
again:
    do
    :: atomic { moves > 0 && row[route] == HERE && NONE_UNDER_WAY -> from = route; to = (from + 1) % NODES; moves-- };
        goto close
    :: atomic { row[0] == CLOSED || row[1] == CLOSED || row[2] == CLOSED ->
            from = (row[0] == CLOSED -> 0 : (row[1] == CLOSED -> 1 : 2)); to = (from + 1) % NODES };
        goto copy
close: /* nobody writes there from here on; who did is through */
        if
#ifdef CLOSED_UNLOCKED
        :: atomic { row[from] == HERE -> row[from] = CLOSED }
#else
        :: atomic { row[from] == HERE && !alone[from] && shared[from] == 0 -> row[from] = CLOSED }
#endif
        :: atomic { row[from] != HERE -> goto again }
        KILLED
        fi;
copy:   /* each step holds the row that it leaves: whoever comes late to a move that is over does nothing */
        if
        :: atomic { UNDER_WAY && row[to] != HERE -> value[to] = value[from]; row[to] = COMING }
        :: atomic { !UNDER_WAY || row[to] == HERE -> skip }
        KILLED
        fi;
#ifdef GONE_BEFORE_IT_IS_THERE
        /* the old copy goes before the new one is there for good: with a kill between, what had not reached the disk is gone */
        atomic { row[from] = AWAY; value[from] = 0 };
        if
        :: atomic { row[to] == COMING -> row[to] = HERE; route = to }
        :: atomic { kills > 0 -> kills--; row[to] = AWAY; value[to] = 0; goto again }
        fi;
#else
        if
        :: atomic { UNDER_WAY && row[to] == COMING -> row[to] = HERE; route = to }
        :: atomic { !UNDER_WAY || row[to] != COMING -> skip }
        KILLED
        fi;
        if
        :: atomic { row[from] == CLOSED && row[to] == HERE -> row[from] = AWAY; value[from] = 0;
#ifdef INBOX_GOES_TOO
                inbox[from] = 0
#endif
           }
        :: atomic { row[from] != CLOSED || row[to] != HERE -> skip }
        KILLED
        fi;
#endif
        from = 0; to = 0
    od
}

/* `ledger.batch_take` of each node. */
proctype Sequencer()
{
    do
    :: atomic { inbox[0] > 0 -> entries = entries + inbox[0]; inbox[0] = 0 }
    :: atomic { inbox[1] > 0 -> entries = entries + inbox[1]; inbox[1] = 0 }
    :: atomic { inbox[2] > 0 -> entries = entries + inbox[2]; inbox[2] = 0 }
    od
}

/* Each moves only where a promise is broken. */
proctype Promises()
{
end:
    if
    :: atomic { row[0] == AWAY && row[1] == AWAY && row[2] == AWAY -> assert(the_person_is_somewhere) }
    :: atomic { row[0] == HERE && value[0] < answered || row[1] == HERE && value[1] < answered || row[2] == HERE && value[2] < answered ->
            assert(no_write_is_lost) }
    :: atomic { entries + inbox[0] + inbox[1] + inbox[2] < answered -> assert(no_entry_is_lost) }
    fi
}

init {
    atomic { row[0] = HERE; run Write(); run Use(); run Mover(); run Mover(); run Sequencer(); run Promises() }
}
