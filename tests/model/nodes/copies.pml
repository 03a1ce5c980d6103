/* A grant's revocation where people lie on servers of their own, in every order and with a kill anywhere.

   Server 0 is the house's: it has the rules, and people too. Servers 1 and 2 hold people, and a copy of the rules that follows when it
   follows (`CREATE SUBSCRIPTION`). No lock and no commit spans two servers: who revokes commits on the house's server, and is answered
   when each server has the copy and what began there before is through (`live.rules_stand`). The house's inbox is
   cut first and placed last, and the same is waited for in between. Entries 1, 2 and 3 are uses by one grant, on servers 0, 1 and 2; entry 4 is its
   revocation, by two officers at once. */

#ifndef KILLS
#define KILLS 1
#endif
#define SERVERS 3
#define BIT(e) (1 << (e))

bool over[SERVERS];        /* what each server's `live.grant_` says */
byte begun[SERVERS];       /* statements that have begun there and not ended, as bits */
byte rows[SERVERS];        /* `ledger.inbox` of each server, as bits */
byte placed;               /* entries that have their position, as bits */
byte done;                 /* entries that are committed, as bits */
bool answered;             /* an officer was told that it is revoked */
byte kills = KILLS;
byte going = 2;            /* officers who are neither answered nor killed */

/* The promises; each assertion names its own. */
bool no_use_after_its_revocation, no_use_behind_its_revocation, every_entry_gets_its_place, everybody_gets_through;

/* `live.use` by the grant, on the server that holds the person. */
proctype Use(byte e, n)
{
    bool granted;
    atomic { begun[n] = begun[n] | BIT(e); granted = !over[n] };     /* `live.grant_reaches` */
    atomic {
        if
        :: granted -> assert(no_use_after_its_revocation || !answered); rows[n] = rows[n] | BIT(e); done = done | BIT(e)
        :: !granted
        :: kills > 0 -> kills--
        fi;
        begun[n] = begun[n] & ~BIT(e); granted = false
    }
}

/* The rules' copy follows, sooner or later. */
proctype Copy(byte n)
{
    atomic { over[0] -> over[n] = true }
}

/* `live.grant_revoke`. On the house's own server its lock (`live.grant_lock`) is waited for, as on one server. */
proctype Revoke()
{
    byte n, old;
    n = 1;
    if
#ifdef NO_LOCK_AT_HOME
    :: atomic { !over[0] ->
#else
    :: atomic { !over[0] && begun[0] == 0 ->
#endif
            over[0] = true; rows[0] = rows[0] | BIT(4); done = done | BIT(4) }
    :: atomic { over[0] ->                     /* `live.grant_end` finds it revoked */
#ifdef FOUND_IS_ANSWERED
            n = SERVERS
#else
            skip
#endif
       }
    :: atomic { kills > 0 -> kills--; goto out }
    fi;
    do
    :: atomic { n == SERVERS -> answered = true; n = 0; goto out }
#ifdef COPY_NOT_AWAITED
    :: atomic { n < SERVERS -> old = begun[n] };
#else
    :: atomic { n < SERVERS && over[n] -> old = begun[n] };
#endif
       if
#ifdef BEGUN_NOT_AWAITED
       :: atomic { true -> n++; old = 0 }
#else
       :: atomic { (begun[n] & old) == 0 -> n++; old = 0 }
#endif
       :: atomic { kills > 0 -> kills--; n = 0; old = 0; goto out }
       fi
    od;
out:
    going--
}

/* `ledger.grow`: positions for what is read, behind all that has one */
inline grow(which)
{
    assert(no_use_behind_its_revocation || !(placed & BIT(4)) || !((which) & ~placed));
    placed = placed | (which)
}

/* `Sequencer.run`, killed and begun again; several at once, and their batches, are in positions.pml. */
proctype Sequencer()
{
    byte n, cut, old;
again:
    atomic { (rows[0] | rows[1] | rows[2]) != 0 -> n = 1;
#ifdef CUT_LAST
            cut = 0
#else
            cut = rows[0]
#endif
    };
#ifdef HOUSE_PLACED_FIRST
    atomic { grow(cut); rows[0] = rows[0] & ~cut };
#endif
    do
#ifdef READ_AT_ONCE
    :: atomic { n < SERVERS -> old = 0 };
#else
    :: atomic { n < SERVERS && (!(cut & BIT(4)) || over[n]) -> old = ((cut & BIT(4)) -> begun[n] : 0) };
#endif
        if
#ifdef READ_BESIDE_WHAT_BEGAN
        :: atomic { true -> grow(rows[n]); rows[n] = 0; n++; old = 0 }
#else
        :: atomic { (begun[n] & old) == 0 -> grow(rows[n]); rows[n] = 0; n++; old = 0 }
#endif
        :: atomic { kills > 0 -> kills--; old = 0; goto again }
        fi
    :: atomic { n == SERVERS -> break }
    od;
    atomic {
#ifdef CUT_LAST
        cut = rows[0];
#endif
        grow(cut); rows[0] = rows[0] & ~cut; cut = 0; n = 0
    };
    goto again
}

/* Where nothing moves any more, every entry has its place, and nobody waits for an answer. */
active proctype Through()
{
end:
    timeout -> atomic {
        assert(every_entry_gets_its_place || placed == done);
        assert(everybody_gets_through || going == 0)
    }
}

init {
    atomic {
        run Use(1, 0); run Use(2, 1); run Use(3, 2); run Copy(1); run Copy(2);
        run Revoke(); run Revoke(); run Sequencer()
    }
}
