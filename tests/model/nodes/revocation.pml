/* A grant's revocation against reads, on three nodes, in every order and with a kill anywhere.

   Each node holds people, its own copy of the grants (`live.grant_`) and its own locks. Who reads takes the grant's lock on the node
   of the person, shared; who revokes takes it alone on every node, in the nodes' order, and commits on all of them or on none
   (two phases). Two officers may revoke each other's grants, or one grant at once. */

#ifndef KILLS
#define KILLS 1
#endif
#define NODES 3
#define NOBODY 9           /* the house itself, which needs no grant */
#define AT(g, n) ((g) * NODES + (n))

byte shared[6];            /* `live.grant_lock` of grants 0 and 1 on each node: how many hold it shared */
bool alone[6];             /* … and whether somebody holds it alone */
bool over[6];              /* what that node's `live.grant_` says */
bool decided[2];           /* the revocation and its entry will stand, whatever is killed from here on */
byte kills = KILLS;
byte going;                /* revocations that are not through */

/* The promises; each assertion names its own. */
bool no_use_after_its_revocation, nobody_revokes_by_what_is_over, everybody_gets_through;

#define SHARE(g, n) atomic { !alone[AT(g, n)] -> shared[AT(g, n)]++ }
#define LET_GO(g, n) shared[AT(g, n)]--

/* `live.use` by grant 1, on the node that holds the person. */
proctype Use(byte node)
{
    bool granted;
#ifdef LOOKED_FIRST
    granted = !over[AT(1, node)];
    SHARE(1, node);
#else
    SHARE(1, node);                            /* `live.grant_reaches`: the lock, and in a statement of its own the look */
    granted = !over[AT(1, node)];
#endif
#ifdef LET_GO_EARLY
    LET_GO(1, node);
#endif
    if
    :: atomic { granted -> assert(no_use_after_its_revocation || !decided[1]) }     /* `ledger.record`, and the commit */
    :: atomic { !granted -> skip }
    :: atomic { kills > 0 -> kills-- }
    fi;
#ifndef LET_GO_EARLY
    LET_GO(1, node)
#endif
}

/* `live.grant_revoke` of a grant by an officer who has another (own), from any node. */
proctype Revoke(byte target, own, home)
{
    byte n, taken;
    bool may, holds;
    may = (own == NOBODY);
    /* the lower number first */
#ifdef OWN_FIRST
    if
    :: own != NOBODY -> SHARE(own, home); atomic { holds = true; may = !over[AT(own, home)] }
#else
    if
    :: own < target -> SHARE(own, home); atomic { holds = true; may = !over[AT(own, home)] }
#endif
    :: else
    fi;
    do
    :: atomic { taken < NODES ->
#ifdef HOME_FIRST
            n = (home + taken) % NODES
#else
            n = taken
#endif
       };
#ifdef LOCK_PER_NODE
       if :: n != home -> goto has :: else fi;
#endif
       if
       :: atomic { !alone[AT(target, n)] && shared[AT(target, n)] == 0 -> alone[AT(target, n)] = true }
       :: atomic { kills > 0 -> kills--; may = false; goto out }
       fi;
has:   taken++
    :: atomic { taken == NODES -> break }
    od;
    if
    :: own != NOBODY && !holds -> SHARE(own, home); atomic { holds = true; may = !over[AT(own, home)] }   /* `live.grant_acts` */
    :: else
    fi;
    if
    :: atomic { !may -> goto out }
    :: atomic { kills > 0 -> kills--; goto out }
    :: atomic { may && decided[target] -> goto out }        /* `live.grant_end` finds it revoked */
    :: atomic { may && !decided[target] ->
            assert(nobody_revokes_by_what_is_over || own == NOBODY || !decided[own]);
            decided[target] = true }                        /* prepared on every node, and decided */
    fi;
    n = 0;
    do
    :: atomic { n < NODES -> over[AT(target, n)] = true; alone[AT(target, n)] = false; n++ }
#ifdef ONE_PHASE
    :: atomic { n > 0 && n < NODES && kills > 0 -> kills--; goto out }
#endif
    :: atomic { n == NODES -> taken = 0; goto out }
    od;
out:
    /* rolled back, or over: what it still holds is let go */
    atomic {
        n = 0;
        do
        :: n < taken ->
#ifdef HOME_FIRST
            alone[AT(target, (home + n) % NODES)] = false;
#elif defined(LOCK_PER_NODE)
            if :: n == home -> alone[AT(target, n)] = false :: else fi;
#else
            alone[AT(target, n)] = false;
#endif
            n++
        :: else -> break
        od;
        if :: holds -> LET_GO(own, home) :: else fi;
        going--
    }
}

/* Everybody gets through: where nothing moves any more, no revocation waits. */
active proctype Through()
{
end:
    timeout -> assert(everybody_gets_through || going == 0)
}

init {
    atomic {
        run Use(0); run Use(1); run Use(2);
        going = 2;
        run Revoke(1, 0, 0);
        if
        :: run Revoke(0, 1, 1)
        :: run Revoke(1, NOBODY, 2)
        fi
    }
}
