/* Positions of entries that three nodes record, in every order and with a kill anywhere.

   Node 0 has the grants, nodes 1 and 2 hold people. Entries 1 and 2 are uses on node 1, entry 3 is one on node 2, all by one
   grant; entry 4 is its revocation, on node 0: no use commits behind it (revocation.pml). Two sequencers run at once. Node 0 is
   cut first and placed last, so that what was used before a revocation has its position before it. */

#ifndef KILLS
#define KILLS 1
#endif
#define NODES 3

byte rows[NODES];          /* `ledger.inbox` of each node: entries that are committed and not let go of, as bits */
byte done;                 /* entries that are committed, as bits */
byte batch[NODES];         /* `ledger.batch`: the number of the batch that was taken last … */
byte taken[NODES];         /* … and its rows */
byte mark[NODES];          /* `ledger.placed`: the number of the batch that has its positions */
byte place[5];             /* position of each entry; 0: none */
byte size;                 /* `ledger.tree` */
bool tree;                 /* its row is locked: `ledger.tree_locked` */
bool revoked;
byte kills = KILLS;

/* The promises; each assertion names its own. */
bool every_entry_gets_its_place, no_place_twice, no_use_behind_its_revocation;

#define BIT(e) (1 << (e))
#define HOME(e) ((e) == 4 -> 0 : ((e) == 3 -> 2 : 1))
#ifdef WATERMARK
/* Numbers are drawn before the commit, and what is above the highest that was placed is taken. */
byte drawn[NODES], number[5], mark_at[NODES];
#define ABOVE(n, e) (((rows[n] & BIT(e)) && number[e] > mark_at[n]) -> BIT(e) : 0)
#define WAITS(n) (ABOVE(n, 1) | ABOVE(n, 2) | ABOVE(n, 3) | ABOVE(n, 4))
#define DRAWN(e) atomic { drawn[HOME(e)]++; number[e] = drawn[HOME(e)] }
#else
#define WAITS(n) rows[n]
#define DRAWN(e) skip
#endif

/* `live.use`: its entry commits with it. */
proctype Use(byte e)
{
    DRAWN(e);
    if
    :: atomic { !revoked -> rows[HOME(e)] = rows[HOME(e)] | BIT(e); done = done | BIT(e) }
    :: atomic { revoked -> skip }
    fi
}

/* `live.grant_revoke` */
proctype Revoke()
{
    DRAWN(4);
    atomic { revoked = true; rows[0] = rows[0] | BIT(4); done = done | BIT(4) }
}

#ifdef NO_TREE_LOCK
#define LOCK skip
#define UNLOCK skip
#else
#define LOCK atomic { !tree -> tree = true }
#define UNLOCK tree = false
#endif
#define KILLED :: atomic { kills > 0 -> kills--; UNLOCK; goto again }

/* `ledger.batch_drop`: a batch that is marked leaves the inbox */
#define DROP(n) if \
    :: atomic { taken[n] != 0 && mark[n] == batch[n] -> rows[n] = rows[n] & ~taken[n]; taken[n] = 0 } \
    :: atomic { taken[n] == 0 || mark[n] != batch[n] -> skip } \
    KILLED \
    fi

/* `ledger.batch_take`, in a commit of the node's own: the batch that stands, or the next one */
#define TAKE(n) if \
    :: atomic { taken[n] != 0 -> stood = true } \
    :: atomic { taken[n] == 0 -> stood = false; taken[n] = WAITS(n); if :: taken[n] != 0 -> batch[n]++ :: else fi } \
    KILLED \
    fi

/* `ledger.grow`: the rows that were read as a batch get their positions, and it its mark, in one commit */
inline positions(n)
{
    e = 1;
    do
    :: e < 5 && (mine & BIT(e)) ->
        assert(no_place_twice || place[e] == 0);
        size++; place[e] = size;
        assert(no_use_behind_its_revocation || e == 4 || place[4] == 0);
#ifdef WATERMARK
        if :: number[e] > mark_at[n] -> mark_at[n] = number[e] :: else fi;
#endif
        e++
    :: e < 5 && !(mine & BIT(e)) -> e++
    :: e == 5 -> break
    od;
    e = 0
}
inline grow(n)
{
    atomic { mine = (mark[n] != batch[n] -> taken[n] : 0); which = batch[n] };
    if
    :: atomic { mine != 0 ->
#ifdef DROPPED_FIRST
            rows[n] = rows[n] & ~taken[n]
       };
       if
       :: atomic { true ->
#endif
            positions(n);
#ifdef UNMARKED
       };
       if
       :: atomic { true ->
#endif
            mark[n] = which; mine = 0 }
#if defined(UNMARKED) || defined(DROPPED_FIRST)
       :: atomic { kills > 0 -> kills--; taken[n] = taken[n] & rows[n]; UNLOCK; goto again }
       fi
#endif
    :: atomic { mine == 0 -> skip }
    KILLED
    fi
}

/* `Sequencer.run`. Killed, it lets go of the tree, and what has not committed there is not done. */
proctype Sequencer()
{
    byte n, e, cut, mine, which;
    bool stood;
again:
    atomic { n = 1; e = 0; cut = 0; mine = 0; which = 0; stood = false };
    do
    :: atomic { (WAITS(0) | WAITS(1) | WAITS(2) | taken[0] | taken[1] | taken[2]) != 0 -> skip };
#ifndef COORDINATOR_PLACED_FIRST
        LOCK;
        DROP(0);
        TAKE(0);
        atomic { cut = (taken[0] != 0 -> batch[0] : 0); UNLOCK };
#else
        LOCK;
        DROP(0);
        TAKE(0);
        grow(0);
        UNLOCK;
#endif
        do
        :: atomic { n < NODES -> skip };
            LOCK;
            DROP(n);
            TAKE(n);
            grow(n);
            atomic {
                UNLOCK;
#ifdef STOOD_IS_ALL
                n++
#else
                /* behind a batch that somebody else left lies what came since */
                if :: stood -> skip :: else -> n++ fi
#endif
            }
        :: atomic { n == NODES -> break }
        od;
        LOCK;
        /* only what it cut itself, before it emptied the others */
        if
#ifdef ANOTHERS_CUT
        :: atomic { taken[0] != 0 -> skip };
#else
        :: atomic { cut != 0 && batch[0] == cut -> skip };
#endif
            grow(0)
#ifdef ANOTHERS_CUT
        :: atomic { taken[0] == 0 -> skip }
#else
        :: atomic { cut == 0 || batch[0] != cut -> skip }
#endif
        fi;
        DROP(0);
        DROP(1);
        DROP(2);
        atomic { UNLOCK; n = 1; cut = 0; stood = false }
    od
}

/* Where nothing moves any more, every entry that was committed has its place. */
active proctype Through()
{
#define PLACED(e) (!(done & BIT(e)) || place[e] != 0)
end:
    timeout -> assert(every_entry_gets_its_place || (PLACED(1) && PLACED(2) && PLACED(3) && PLACED(4)))
}

init {
    atomic { run Use(1); run Use(2); run Use(3); run Revoke(); run Sequencer(); run Sequencer() }
}
