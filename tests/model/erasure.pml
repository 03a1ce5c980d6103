/* Erasure, as a model: leave, sweep, backup, epoch, restore, and a thief, in every order, each killed between any two steps.

   One person with two records: A goes, B survives. What a step is called in the code stands beside it. Invariants are
   the promises of docs/explanation/erasure.md; each `#ifdef` takes one guard away, and that has to be caught (tests/model/test_erasure_model.py).

   Bounds: KILLS ends of a process, SETS backups, EPOCHS epochs, RESTORES restores, GENERATIONS keys of the person.
   What is not modelled: other people (they differ by nothing), the archive, and a loss of the key store. */

#ifndef KILLS
#define KILLS 1
#endif
#ifndef SETS
#define SETS 2
#endif
#ifndef EPOCHS
#define EPOCHS 1
#endif
#ifndef RESTORES
#define RESTORES 1
#endif
#define GENERATIONS 5      /* 1 … 4 */
#define RINGS 4            /* 1 … 3 */

#define GONE 0
#define THERE 1
#define HIDDEN 2

/* the live database, and what of it a backup holds */
typedef Live {
    byte a = THERE;        /* A, sealed under generation 1 */
    byte b = 1;            /* B's generation; 0: no row */
    byte generation = 1;
    bool stale;            /* something of theirs went: `stale` */
    byte counted;          /* restrictions that it has numbered: `live.beside.last` */
    byte verified;         /* the newest set that it knows to be verified */
    byte begun             /* the newest that it knows to be begun */
}
Live live;
Live held[4];       /* each set of the data, by number */
bool stands[4];     /* it has its name, and was not pruned */
byte newest;               /* the newest set that was verified */
byte highest;              /* the highest number in the directory */
byte began;                /* numbers that were given */

/* beside the ring */
byte logged;               /* restrictions in the log */
bool acknowledged;         /* the verb has answered: A is gone for its person */

/* the key store: for each generation the shard key that its key is wrapped under; 0: none */
byte key[GENERATIONS];
bool destroyed[GENERATIONS];
byte waits[GENERATIONS];   /* for the set of this number: `keys.waiting` */
byte shard = 1;            /* what the store takes: `keys.shard` */

/* the ring and the root key. Ring r has shard key r if the shard was touched, else its predecessor's */
byte ring = 1;
bool root[RINGS];          /* a version of the root key that exists */
byte holds[RINGS];         /* the shard key that ring file r holds, wrapped under root version r */
bool carried[RINGS];       /* the former shard key is in it as well: never */

/* the epoch's journal */
mtype = { E_NONE, E_BEGUN, E_ROOT, E_RING, E_TURNED, E_REWRAPPED, E_BACKUP, E_WAITED, E_DESTROYED, E_DONE };
mtype step = E_NONE;
bool touched;              /* A's key is among its names */
bool given;                /* some name has this epoch: an epoch is due */
bool irrecoverable;        /* what the receipt says of A */

/* who has an opened key at hand: `lease` */
bool cached;

/* the thief: A's key as it was ever wrapped, by shard key, and every ring file */
bool copied[RINGS];

bool sealed[GENERATIONS];  /* something was sealed under it, in whatever time */

byte kills = KILLS;
byte restores = RESTORES;
byte epochs = EPOCHS;
bool closed;               /* databases were put back, and not opened yet */
bool lost;                 /* a survivor that had to survive is gone */
byte busy;                 /* a set is being made */
bool sweeping;             /* a person is being renewed. A restore needs everybody out: it begins in the middle of neither */

#define USED(g) (key[g] != 0 || destroyed[g])
#define YOUNGEST (USED(4) -> 4 : (USED(3) -> 3 : (USED(2) -> 2 : 1)))
#define FORGOTTEN(n) held[n].a = 0; held[n].b = 0; held[n].generation = 0; held[n].stale = 0; held[n].counted = 0; held[n].verified = 0; held[n].begun = 0
#define KILLED(label) :: kills > 0 -> kills--; goto label
#define WRAPPED(g, s) key[g] = s; copied[s] = copied[s] || (g) == 1

/* What can be opened with today's root and every old file. */
#define RINGOPENS(r, s) (root[r] && (holds[r] == s || (carried[r] && s + 1 == r)))
#define OPENS(s) (copied[s] && (RINGOPENS(1, s) || RINGOPENS(2, s) || RINGOPENS(3, s)))
#define THIEF (OPENS(1) || OPENS(2) || OPENS(3))
/* What the house opens: a key that stands, under a shard key that an openable ring holds. */
#define HOUSE(g) (key[g] != 0 && (RINGOPENS(1, key[g]) || RINGOPENS(2, key[g]) || RINGOPENS(3, key[g])))

#define STANDS(g) (key[g] == 0 || HOUSE(g))

/* `jk.destroy` or leaving: the restriction commits, is appended beside the ring, and then the verb answers. */
proctype Person()
{
again:
    if
    :: atomic { !closed && live.a == THERE -> live.a = HIDDEN; live.stale = true }
    KILLED(again)
    fi;
    if
    :: atomic { !closed && live.a != THERE && live.counted == 0 -> live.counted = 1 }  /* `restrictions.take` */
    :: atomic { !closed && live.counted > 0 }
    :: atomic { live.a == THERE -> goto again }       /* an older backup was put back before it was written down */
    KILLED(again2)
    fi;
again2:
#ifndef UNLOGGED
    /* killed here, `Restrictions.settle` appends it when the house opens */
    if
    :: atomic { !closed && live.counted > logged -> logged = live.counted }
    :: atomic { logged > 0 }
    :: atomic { live.a == THERE && logged == 0 -> goto again }
    fi;
#endif
    atomic { !closed && live.a != THERE -> acknowledged = true }
}

/* Two guards for one thing, each enough alone: what is sealed under a key is looked for before it goes (`rekey.sealing`), and a
   restore has it wait for nothing (`key.unwait`). */
#ifdef STILL_WAITING
#define UNUSED(g) true
#else
#define UNUSED(g) (live.b != g)
#endif

/* `jobs/retention_sweep.py`, `jobs/key_renewal.py`, and `verbs/destroy.py: renew_people`. */
proctype Sweep()
{
    byte target, g, after;
    bool new_key_is_new;
again:
    atomic { sweeping = false; target = 0; g = 0; after = 0 };
    do
    :: atomic { !closed && live.a == HIDDEN && logged > 0 -> live.a = GONE; live.stale = true }
    :: atomic { !closed && live.stale && live.a == GONE && live.generation + 1 < GENERATIONS ->
            target = live.generation + 1; sweeping = true }
        /* `ensure`: the new key is durable before any writer can learn of its generation */
        if
        :: atomic { !closed && key[target] == 0 && !destroyed[target] -> WRAPPED(target, shard) }
        :: atomic { !closed && key[target] != 0 }
        :: atomic { !closed && destroyed[target] -> goto again }
        KILLED(again)
        fi;
        if
        :: atomic { !closed && live.generation + 1 == target -> live.generation = target; assert(new_key_is_new || !sealed[target]) }   /* `rekey.next` */
        :: atomic { !closed && live.generation + 1 != target -> goto again }
        KILLED(again)
        fi;
reseal:
        if
        :: atomic { !closed && live.generation == target && live.b != 0 && live.b < target && key[live.b] != 0 && key[target] != 0 -> live.b = target; sealed[target] = true }   /* `rekey.reseal` */
        :: atomic { !closed && live.generation == target && (live.b == 0 || live.b == target) }
        :: atomic { !closed && live.generation != target -> goto again }
        KILLED(again)
        fi;
        /* `_let_person_keys_go`: at once, or once a set holds what survives (`backup.after`) */
#ifdef SET_OF_NOW
        after = live.begun;
#else
        after = live.begun + 1;
#endif
        g = 1;
        do
        :: g < target ->
            if
#ifdef AT_ONCE
            :: atomic { !closed && live.generation == target && key[g] != 0 -> key[g] = 0; destroyed[g] = true; given = true }
#else
            :: atomic { !closed && live.generation == target && key[g] != 0 && live.begun > 0 && waits[g] == 0 -> waits[g] = after }
            :: atomic { !closed && live.generation == target && key[g] != 0 && live.begun == 0 ->
                    key[g] = 0; destroyed[g] = true; given = true }
            :: atomic { !closed && key[g] != 0 && waits[g] != 0 }
#endif
            :: atomic { !closed && key[g] == 0 }
            :: atomic { !closed && live.generation != target -> goto again }
            KILLED(again)
            fi;
            g++
        :: else -> break
        od;
        if
        :: atomic { !closed && live.generation == target -> live.stale = false }       /* `rekey.fresh` */
        :: atomic { !closed && live.generation != target }
        KILLED(again)
        fi;
        atomic { sweeping = false; target = 0; g = 0; after = 0 }
    /* `keys.ripe`: what it waited for was verified, and nothing is sealed under it (`rekey.sealing`) */
    :: atomic { !closed && waits[1] != 0 && waits[1] <= live.verified && key[1] != 0 && UNUSED(1) -> key[1] = 0; waits[1] = 0; destroyed[1] = true; given = true }
    :: atomic { !closed && waits[2] != 0 && waits[2] <= live.verified && key[2] != 0 && UNUSED(2) -> key[2] = 0; waits[2] = 0; destroyed[2] = true; given = true }
    :: atomic { !closed && waits[3] != 0 && waits[3] <= live.verified && key[3] != 0 && UNUSED(3) -> key[3] = 0; waits[3] = 0; destroyed[3] = true; given = true }
    od
}

/* `jobs/backup.py` */
proctype Backup()
{
    byte number;
    again:
    atomic { busy = 0; number = 0 };
    do
    :: atomic { !closed && highest < SETS && began < SETS && busy == 0 ->
            /* `_begin`: one more than the directory's and the database's highest */
            number = (highest > live.begun -> highest : live.begun) + 1;
            if :: number > SETS -> goto over :: else fi;
            live.begun = number; began = number; busy = 1 }
        if
        :: atomic { true -> held[number].a = live.a; held[number].b = live.b; held[number].generation = live.generation;
                held[number].stale = live.stale; held[number].counted = live.counted;
                held[number].verified = live.verified; held[number].begun = live.begun }
        KILLED(again)
        fi;
        /* read back, and given its name */
        if
        :: atomic { true -> stands[number] = true; highest = number; newest = number }
        KILLED(again)
        fi;
        if
        :: atomic { true -> live.verified = number; busy = 0 }     /* `set.verified` */
        KILLED(again)
        fi;
        /* two are kept */
        if
        :: atomic { number > 2 -> stands[number - 2] = false; FORGOTTEN(number - 2); number = 0 }
        :: atomic { number <= 2 -> number = 0 }
        fi
    od;
over: skip
}

/* `jobs/epoch.py` */
proctype Epoch()
{
again:
    do
    :: atomic { !closed && (step == E_NONE || step == E_DONE) && given && epochs > 0 && ring + 1 < RINGS ->
            epochs--; step = E_BEGUN; given = false; touched = destroyed[1] }      /* `epoch.begin` */
    :: atomic { step == E_BEGUN -> root[ring + 1] = true; step = E_ROOT }          /* `_root` */
    :: atomic { step == E_ROOT ->                                                 /* `_ring`: touched, so a fresh one */
            holds[ring + 1] = ring + 1;
#ifdef CARRIED
            carried[ring + 1] = true;
#endif
            ring++; step = E_RING }
    :: atomic { step == E_RING -> shard = ring; step = E_TURNED }                     /* `_turn` */
    :: atomic { step == E_TURNED && key[1] != 0 && key[1] != ring -> WRAPPED(1, ring) }   /* `_rewrap` */
    :: atomic { step == E_TURNED && key[2] != 0 && key[2] != ring -> WRAPPED(2, ring) }
    :: atomic { step == E_TURNED && key[3] != 0 && key[3] != ring -> WRAPPED(3, ring) }
    :: atomic { step == E_TURNED && key[4] != 0 && key[4] != ring -> WRAPPED(4, ring) }
#ifdef NOT_REWRAPPED
    :: atomic { step == E_TURNED -> step = E_REWRAPPED }
#else
    :: atomic { step == E_TURNED && (key[1] == 0 || key[1] == ring) && (key[2] == 0 || key[2] == ring) && (key[3] == 0 || key[3] == ring) && (key[4] == 0 || key[4] == ring) -> step = E_REWRAPPED }
#endif
    :: atomic { step == E_REWRAPPED -> step = E_BACKUP }                              /* `_backup` */
#ifdef NO_LEASE
    :: atomic { step == E_BACKUP -> step = E_WAITED }
#else
    :: atomic { step == E_BACKUP && !(cached && touched) -> step = E_WAITED }         /* `_wait`: the lease is over */
#endif
#ifdef ROOT_STAYS
    :: atomic { step == E_WAITED -> step = E_DESTROYED }
#else
    :: atomic { step == E_WAITED -> root[ring - 1] = false; step = E_DESTROYED }       /* `_destroy` */
#endif
    :: atomic { step == E_DESTROYED ->
#ifdef CLAIMED_EARLY
            irrecoverable = destroyed[1];
#else
            irrecoverable = irrecoverable || touched;
#endif
            step = E_DONE }                                                         /* `_done` */
    od
}

#define NEXT (live.generation + 1)
/* Another process that writes: it puts a key under the shard key of the ring that it knows, and opens what it reads. */
proctype Other()
{
    byte known = 1;
    do
    :: atomic { !closed && HOUSE(1) && live.a == THERE -> cached = true }
    :: atomic { cached -> cached = false }
    :: atomic { known < ring -> known = ring }                                    /* `reload` */
#ifdef ANY_RING
    :: atomic { !closed && NEXT < GENERATIONS && key[NEXT] == 0 && !destroyed[NEXT] && root[known] -> WRAPPED(NEXT, known) }
#else
    :: atomic { !closed && NEXT < GENERATIONS && key[NEXT] == 0 && !destroyed[NEXT] && known == shard && root[known] -> WRAPPED(NEXT, known) }   /* `keys.put` */
#endif
    :: atomic { !closed && key[live.generation] != 0 && live.b != 0 -> live.b = live.generation; sealed[live.b] = true }    /* B is corrected */
    od
}

/* `jikim restore`, of any set that stands; nobody else is there until it is opened. */
proctype Restore()
{
    byte number;
    bool best;
again:
    do
    :: atomic { !closed && busy == 0 && !sweeping && restores > 0 && highest > 0 ->
            restores--;
            if
            :: stands[1] -> number = 1
            :: stands[2] -> number = 2
            :: stands[3] -> number = 3
            fi;
            best = (number == newest);
            closed = true;
            live.a = held[number].a; live.b = held[number].b; live.generation = held[number].generation;
            live.stale = held[number].stale; live.counted = held[number].counted;
            live.verified = held[number].verified; live.begun = held[number].begun }
replay:
        /* `_replay`: what the log has and the database has not */
#ifndef NOT_REPLAYED
        if
        :: atomic { live.counted < logged -> live.counted = logged; if :: live.a == THERE -> live.a = HIDDEN :: else fi; live.stale = true }
        :: atomic { live.counted >= logged }
        KILLED(replay)
        fi;
#endif
        /* `_drop_records`: a key that waited is needed again; what no key opens goes */
#ifndef STILL_WAITING
        if
        :: atomic { live.b != 0 && key[live.b] != 0 -> waits[live.b] = 0 }
        :: atomic { live.b == 0 || key[live.b] == 0 }
        KILLED(replay)
        fi;
#endif
        if
        :: atomic { live.a != GONE && key[1] == 0 -> live.a = GONE }
        :: else
        fi;
        if
        :: atomic { live.b != 0 && key[live.b] == 0 -> live.b = 0; lost = lost || best }
        :: else
        fi;
        /* no generation of the time that is lost is the next one (`key.youngest`) */
#ifdef OLD_NAME
#define AHEAD (key[live.generation] == 0)
#else
#define AHEAD (key[live.generation] == 0 || YOUNGEST > live.generation)
#endif
        if
        :: atomic { AHEAD && YOUNGEST + 1 < GENERATIONS -> live.generation = YOUNGEST + 1; live.stale = true;
                if :: key[live.generation] == 0 -> WRAPPED(live.generation, shard) :: else fi }
        :: atomic { AHEAD && YOUNGEST + 1 >= GENERATIONS -> goto over }
        :: else
        fi;
        atomic { true -> closed = false; number = 0; best = false }
    od;
over: skip
}

/* The promises. It moves only where one is broken, and says which. */
proctype Promises()
{
    bool nothing_comes_back, irrecoverable_is_true, what_survives_opens, newest_set_brings_all;
end:
    if
    :: atomic { acknowledged && !closed && live.a == THERE -> assert(nothing_comes_back) }
    :: atomic { irrecoverable && (THIEF || cached) -> assert(irrecoverable_is_true) }
    :: atomic { !closed && live.b != 0 && !HOUSE(live.b) -> assert(what_survives_opens) }
    :: atomic { !closed && !(STANDS(1) && STANDS(2) && STANDS(3) && STANDS(4)) -> assert(what_survives_opens) }
    :: atomic { lost -> assert(newest_set_brings_all) }
    fi
}

init {
    atomic {
        WRAPPED(1, 1); sealed[1] = true; root[1] = true; holds[1] = 1;
        run Person(); run Sweep(); run Backup(); run Epoch(); run Other(); run Restore(); run Promises()
    }
}
