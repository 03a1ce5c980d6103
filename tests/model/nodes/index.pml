/* The blind index's rotation, on three nodes, in every order and with a kill anywhere.

   One value, which person 1 has to themselves and person 2 wants. An exclusive claim lies on the node of its tag: that of version 1 on
   node 0, that of version 2 on node 1, so that a claim that goes over changes its node. What stands is each node's copy of
   `live.index_version`: 1 the first alone, 2 both, 3 the second alone. Where one server does in one statement of one moment what
   lies on two nodes here, the order of the looks has to hold what the moment held. */

#ifndef KILLS
#define KILLS 1
#endif
#define NODES 3

byte claim[3];             /* `live.claim`: who holds the value under version 1, 2 */
byte standing[NODES] = 1;
byte shared[NODES];        /* `live.index_lock` on each node */
bool alone[NODES];
bool person[3];            /* the row of person 1, 2 is held by who changes their claims */
bool holds[3];             /* they were told that it is theirs, and did not give it back */
bool left[3];              /* they were told that they left */
bool decided;              /* `live.index_begin` will stand, whatever is killed from here on */
bool key = true;           /* the first version's key exists */
byte kills = KILLS;

/* The promises; each assertion names its own. */
bool one_value_one_person, what_is_claimed_is_found, no_old_claim_outlives_its_key, nobody_is_found_who_left;

/* `live.stake`, on the node of the person. Who does not know the versions that stand is told so, and learns them. */
proctype Stake(byte p, node)
{
    byte known = 1;
    bool taken;
again:
    atomic { !alone[node] -> shared[node]++ };               /* `live.index_lock`, shared */
    atomic { !person[p] -> person[p] = true };
    if
    :: atomic { left[p] -> goto out }
    :: atomic { !left[p] && known != standing[node] -> known = standing[node]; person[p] = false; shared[node]--; goto again }
    :: atomic { !left[p] && known == standing[node] -> skip }
    :: atomic { kills > 0 -> kills--; goto out }
    fi;
    /* older versions first, then the youngest, whose unique index says the last word */
#ifndef OLDER_NOT_ASKED
    if
    :: atomic { known == 2 && claim[1] != 0 && claim[1] != p -> goto out }
    :: atomic { known != 2 || claim[1] == 0 || claim[1] == p -> skip }
    fi;
#endif
    if
    :: atomic { known == 1 && claim[1] == 0 -> claim[1] = p; holds[p] = true }
    :: atomic { known > 1 && claim[2] == 0 -> claim[2] = p; holds[p] = true }
    :: atomic { (known == 1 -> claim[1] : claim[2]) != 0 -> skip }
    fi;
out:
    atomic {
        assert(one_value_one_person || !(holds[1] && holds[2]));
        person[p] = false; shared[node]-- }
}

/* `live.unclaim`: a person leaves, and what they claimed goes on each node. */
proctype Leave(byte p)
{
    atomic { !person[p] -> person[p] = true };
    atomic { holds[p] = false; if :: claim[1] == p -> claim[1] = 0 :: else fi };
    atomic { if :: claim[2] == p -> claim[2] = 0 :: else fi; left[p] = true; person[p] = false };
    /* from here on nobody finds them */
    if
    :: atomic { claim[1] == p || claim[2] == p -> assert(nobody_is_found_who_left) }
    fi
}

/* `jobs/reindex.py`. Another process goes on where one was killed. */
proctype Reindex()
{
    byte n, taken, p;
again:
    n = 0; taken = 0; p = 0;
    if
    :: atomic { !decided -> goto begin }
    :: atomic { decided -> goto move }
    fi;
begin: /* `live.index_begin`: the lock alone on every node, the new version on all of them or on none */
    do
    :: atomic { taken < NODES && !alone[taken] && shared[taken] == 0 -> alone[taken] = true; taken++ }
#ifdef LOCK_PER_NODE
    :: atomic { taken == 1 -> taken = NODES }
#endif
    :: atomic { taken == NODES -> break }
    :: atomic { kills > 0 && taken < NODES -> kills--;
        n = 0; do :: n < taken -> alone[n] = false; n++ :: else -> break od; goto again }
    od;
    decided = true;                                          /* each node learns it in its time (Commits) */
move: /* `live.index_move`, by the page */
    do
    :: atomic { claim[1] != 0 -> p = claim[1] };
#ifndef NO_PERSON_LOCK
        atomic { !person[p] -> person[p] = true };
#endif
        if
        :: atomic { claim[1] != p -> goto next }
        :: atomic { claim[1] == p -> skip }
        fi;
        /* another node's row first, and when that stands this one's goes */
#ifdef OLD_GOES_FIRST
        if
        :: atomic { claim[1] == p -> claim[1] = 0 }
        :: atomic { claim[1] != p -> skip }
        fi;
        if
        :: atomic { claim[2] == 0 -> claim[2] = p }
        :: atomic { claim[2] != 0 -> skip }
        :: atomic { kills > 0 -> kills--; goto killed }
        fi;
#else
        if
        :: atomic { claim[2] == 0 -> claim[2] = p }
        :: atomic { claim[2] != 0 -> skip }
        fi;
        if
        :: atomic { claim[1] == p -> claim[1] = 0 }
        :: atomic { claim[1] != p -> skip }
        :: atomic { kills > 0 -> kills--; goto killed }
        fi;
#endif
next:
#ifndef NO_PERSON_LOCK
        person[p] = false;
#endif
        p = 0
#ifdef END_UNSEEN
    :: atomic { true -> break }
#else
    :: atomic { claim[1] == 0 -> break }
#endif
    od;
    goto over;
killed:
#ifndef NO_PERSON_LOCK
    person[p] = false;
#endif
    goto again;
over:
    /* `live.index_end`, then `keys.destroy` of the version's key */
    n = 0;
    do
    :: atomic { n < NODES && standing[n] == 2 -> standing[n] = 3; n++ }
    :: atomic { n == NODES -> break }
    od;
    key = false
}

/* The second phase of `live.index_begin`: what is prepared keeps its lock on each node until it is committed there. */
proctype Commits()
{
    byte n;
    do
    :: atomic { n < NODES && decided -> standing[n] = 2; alone[n] = false; n++ }
    :: atomic { n == NODES -> break }
    od
}

/* `live.find`, on any node: under the lock the versions that stand, then the tags under each of them, the oldest first. */
proctype Find(byte p, node)
{
    byte known;
    bool there, found;
    atomic { there = holds[p] };
#ifndef LOOKED_UNLOCKED
    atomic { !alone[node] -> shared[node]++ };
#endif
    atomic { known = standing[node] };
#ifdef YOUNGEST_FIRST
    if :: atomic { known > 1 && claim[2] == p -> found = true } :: atomic { known == 1 || claim[2] != p -> skip } fi;
    if :: atomic { known < 3 && claim[1] == p -> found = true } :: atomic { known == 3 || claim[1] != p -> skip } fi;
#else
    if :: atomic { known < 3 && claim[1] == p -> found = true } :: atomic { known == 3 || claim[1] != p -> skip } fi;
    if :: atomic { known > 1 && claim[2] == p -> found = true } :: atomic { known == 1 || claim[2] != p -> skip } fi;
#endif
    atomic {
        assert(what_is_claimed_is_found || found || !there || !holds[p]);
#ifndef LOOKED_UNLOCKED
        shared[node]--
#endif
    }
}

/* It moves only where a promise is broken. */
active proctype Promises()
{
end:
    atomic { !key && claim[1] != 0 -> assert(no_old_claim_outlives_its_key) }
}

init {
    atomic {
        claim[1] = 1; holds[1] = true;
        run Stake(2, 1); run Leave(1); run Reindex(); run Commits();
        if
        :: run Find(1, 2)
        :: run Find(2, 2)
        fi
    }
}
