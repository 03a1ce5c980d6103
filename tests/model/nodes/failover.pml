/* Fail-over of a node, in every order: node 0 is the primary, node 1 its synchronous standby, node 2 an asynchronous one.

   Two commits: 1 a revocation, 2 a use (only while its node knows of no revocation). A commit is answered when the synchronous standby
   has it. The primary dies or is cut off at any moment, may come back, and callers notice late which node it is now.

   What the code has of it: a use is a statement that writes (`live.use` inserts its entry), which no standby takes. Promotion, fencing
   and whom a commit waits for are the server's and its keeper's: `pg_promote`, `synchronous_standby_names`. */

#define NODES 3
#define REVOKED 1
#define USED 2

byte log[NODES];           /* the commits that each node has, as bits */
byte primary;              /* who takes writes by the keeper's word */
bool dead[NODES];
bool fenced[NODES];        /* it takes no write until it has followed the new primary from the beginning */
bool promoted;
byte answered;             /* commits that were answered, as bits */

/* The promises; each assertion names its own. */
bool nothing_answered_is_lost, no_use_after_its_revocation, a_standby_answers_no_use;

/* Whether a node takes a write from who believes that it is the primary. */
#ifdef NOT_FENCED
#define TAKES(n) (!dead[n] && ((n) == 0 || (n) == primary))
#else
#define TAKES(n) (!dead[n] && !fenced[n] && (n) == primary)
#endif

/* The synchronous standby of each primary; after a promotion the other one follows. */
#define FOLLOWS(n) ((n) == 0 -> 1 : 2)
#ifdef ASYNCHRONOUS
#define DURABLE(n, bit) true
#else
#ifdef ALONE_WHEN_IT_IS_AWAY
#define DURABLE(n, bit) (dead[FOLLOWS(n)] || (log[FOLLOWS(n)] & (bit)))
#else
#define DURABLE(n, bit) (!dead[FOLLOWS(n)] && (log[FOLLOWS(n)] & (bit)))
#endif
#endif

/* `live.grant_revoke` */
proctype Revoke()
{
    byte at;
again:
    if
    :: atomic { TAKES(at) -> log[at] = log[at] | REVOKED }
    :: atomic { at != primary -> at = primary; goto again }
    fi;
    if
    :: atomic { !dead[at] && DURABLE(at, REVOKED) -> skip }
    :: atomic { at != primary -> at = primary; goto again }     /* no answer came: asked again */
    fi;
    atomic { answered = answered | REVOKED }
}

/* `live.use`: it reads, and writes that it did */
proctype Use()
{
    byte at;
again:
    if
#ifdef READ_ONLY_USE
    :: atomic { !dead[1] && !promoted && !(log[1] & REVOKED) -> assert(a_standby_answers_no_use) }
#endif
    :: atomic { TAKES(at) && !(log[at] & REVOKED) ->
            assert(no_use_after_its_revocation || !(answered & REVOKED)); log[at] = log[at] | USED }
    :: atomic { TAKES(at) && (log[at] & REVOKED) -> goto over }
    :: atomic { at != primary -> at = primary; goto again }
    fi;
    if
    :: atomic { !dead[at] && DURABLE(at, USED) -> answered = answered | USED }
    :: atomic { at != primary -> at = primary; goto again }
    fi;
over: skip
}

/* Streaming: a standby gets what its primary has, later. */
proctype Stream()
{
    do
    :: atomic { !dead[0] && !dead[1] && !promoted && log[1] != log[0] -> log[1] = log[0] }
    :: atomic { !dead[primary] && !dead[2] && log[2] != log[primary] && primary != 2 -> log[2] = log[primary] }
    od
}

/* The keeper: the primary is dead or cut off; the standby that has everything that was answered takes over. */
proctype Keeper()
{
    if
    :: atomic { dead[0] = true }
    :: atomic { true -> skip }                     /* cut off: it lives, and the keeper does not see it */
    fi;
#ifdef NOT_FENCED
    skip;
#else
    atomic { fenced[0] = true };
#endif
#ifdef BEHIND_IS_PROMOTED
    if
    :: atomic { primary = 1; promoted = true }
    :: atomic { primary = 2; promoted = true }
    fi;
#else
    atomic { !dead[1] -> primary = 1; promoted = true };
#endif
}

#ifdef ALONE_WHEN_IT_IS_AWAY
proctype Away()
{
    atomic { !promoted -> dead[1] = true };
    atomic { dead[1] = false }
}
#endif

active proctype Promises()
{
end:
    atomic { (answered & ~log[primary]) != 0 -> assert(nothing_answered_is_lost) }
}

init {
    atomic { run Revoke(); run Use(); run Stream(); run Keeper();
#ifdef ALONE_WHEN_IT_IS_AWAY
        run Away()
#endif
    }
}
