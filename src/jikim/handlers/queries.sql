-- name: handler.enter @live everywhere
-- Someone comes into the register of the office's people.
SELECT live.handler_enter(%(handler)s, %(kind)s, %(said)s, %(joined)s, {entry})

-- name: handler.change @live restricts everywhere
-- What they are or how they are reached changes; who is designated no longer loses every grant.
SELECT * FROM live.handler_change(%(handler)s, %(kind)s, %(said)s, %(grant)s, {entry})

-- name: handler.paper @live
-- A pledge that was signed, a training that was held, a handover that was made.
SELECT live.handler_paper_add(%(handler)s, %(paper)s, %(kind)s, %(day)s, %(due)s, %(said)s, %(scan)s, %(to)s, %(by)s,
    {entry})

-- name: handler.confirm @live
-- Who was trained, or takes a duty over, confirms it.
SELECT live.handler_paper_confirm(%(handler)s, %(paper)s, %(by)s, %(word)s, {entry})

-- name: handler.leave @live restricts everywhere
-- Somebody leaves their duty: grants, sessions and proofs end at once.
SELECT * FROM live.handler_leave(%(handler)s, %(grant)s, {entry})

-- name: handler.all @live
-- The register: everyone, with the days of their pledge and training.
SELECT * FROM live.handlers()

-- name: officer.all @live
-- The officers: who made and confirmed each, whether their word counts, whether they are alone, and when they end.
SELECT * FROM live.officers(%(at)s)

-- name: officer.confirm @live
-- Another officer confirms one who was made an officer: from a day later on their word counts.
SELECT live.officer_confirm(%(handler)s, %(grant)s, {entry})

-- name: officer.ending @live
-- Officers whom somebody else removed, and whose day is over.
SELECT * FROM live.officers_ending(%(at)s)

-- name: deputy.name @live
-- A handler names who stands in for them, by which grant and on which days.
SELECT live.deputy_name(%(deputy)s, %(stands_in)s, %(under)s, %(first)s, %(last)s, %(begins)s, %(until)s, %(trained)s, {entry})

-- name: deputy.confirm @live
-- An officer who is neither of the two confirms it.
SELECT live.deputy_confirm(%(deputy)s, %(grant)s, %(trained)s, {entry})

-- name: deputy.end @live restricts everywhere
-- Called off, refused or ended: the deputy's grant ends with it.
SELECT live.deputy_end(%(deputy)s, %(grant)s, {entry})

-- name: deputy.begin @live everywhere
-- A confirmed deputy's grant, from the first day on.
SELECT live.deputy_begin(%(deputy)s, %(trained)s, {entry})

-- name: deputy.all @live
-- Who stands in for whom, on which days, and whose grant may be given now.
SELECT * FROM live.deputies(%(at)s, %(trained)s)

-- name: handler.papers @live
-- One person's pledges, trainings and handovers, or those that wait for one person's word.
SELECT * FROM live.handler_papers(%(handler)s, %(hand)s)

-- name: handler.paper.scan @live
-- The file that shows a paper, and whose word it takes.
SELECT * FROM live.handler_paper_scan(%(handler)s, %(paper)s)

-- name: handler.grants @live
-- Every grant, the newest first, and when it was revoked.
SELECT * FROM live.grants()

-- name: grant.accept @live everywhere
-- Who has a grant answers for it.
SELECT live.grant_accept(%(handler)s, %(number)s, {entry})

-- name: proof.set @live
-- A password, a shared secret or a passkey is set or renewed; sessions end.
SELECT live.proof_set(%(handler)s, %(proof)s, %(kind)s, %(id)s, %(secret)s, %(count)s, {entry})

-- name: proof.begin @live records if done
-- A one-time link is used up, and the proofs of whom it is for are set.
SELECT live.proof_begin(%(token)s, %(now)s, %(handler)s, %(proofs)s, %(kinds)s, %(ids)s, %(secrets)s, %(counts)s,
    %(entries)s, %(facts)s, {entry})

-- name: proof.drop @live everywhere
-- A proof is given up.
SELECT live.proof_drop(%(handler)s, %(proof)s, {entry})

-- name: proof.of @live
-- By what a handler proves who they are.
SELECT * FROM live.proofs_of(%(handler)s)

-- name: proof.take @live
-- A code or a passkey's counter is used up.
SELECT live.proof_take(%(handler)s, %(proof)s, %(count)s)

-- name: office.enter @live
-- A handler signs in: a session begins where they may have a grant.
SELECT live.office_enter(%(handler)s, %(session)s, %(now)s, %(until)s, %(idle)s, %(most)s, {entry})

-- name: office.arrive @live
-- A handler signs in by the company's own provider: their account there is theirs from the first time on.
SELECT live.office_arrive(%(handler)s, %(proof)s, %(id)s, %(secret)s, %(vouched)s, %(session)s, %(sid)s, %(now)s, %(until)s, %(idle)s,
    %(most)s, {entry})

-- name: office.prove_by @live
-- A handler has proved anew who they are, by the company's provider.
SELECT live.office_prove_by(%(session)s, %(id)s, %(secret)s, %(vouched)s, %(proved)s, {entry})

-- name: company.ties @live
-- Whose account of the company's provider is whose, and the sessions that it began.
SELECT * FROM live.company_ties()

-- name: company.signed_out @live
-- The provider ended somebody's sessions.
SELECT live.company_signed_out(%(handler)s, %(sid)s, %(said)s, {entry})

-- name: company.accounts @live
-- For whom the provider has to be asked whether it still vouches for them.
SELECT * FROM live.company_accounts(%(now)s)

-- name: company.vouches @live
-- It does.
SELECT live.company_vouches(%(handler)s, %(proof)s, %(was)s, %(secret)s, %(vouched)s)

-- name: company.ceases @live everywhere
-- It does not: they are out, and their grants rest until it does again.
SELECT live.company_ceases(%(handler)s, %(proof)s, %(was)s, {entry})

-- name: company.closes @live restricts everywhere
-- It closed their account: they are designated no longer, and every grant ends.
SELECT live.company_closes(%(handler)s, %(id)s, {entry})

-- name: office.look @live
-- The handler of a session that runs.
SELECT * FROM live.office_look(%(session)s, %(now)s)

-- name: office.prove @live
-- A handler has proved anew who they are.
SELECT live.office_prove(%(session)s, %(proved)s)

-- name: office.leave @live
-- A handler signs out.
SELECT live.office_leave(%(session)s, {entry})

-- name: office.over @live
-- Every session and invitation is over, and no browser is known, after a restore.
SELECT live.office_over()

-- name: office.know @live
-- A browser that a handler just signed in from is known by a new token's hash.
SELECT live.office_know(%(handler)s, %(hash)s, %(former)s, %(now)s, %(until)s, %(most)s)

-- name: office.known @live
-- Whether a token's hash is that of a browser that is known to a handler.
SELECT live.office_known(%(handler)s, %(hash)s, %(now)s)

-- name: handler.invite @live
-- A one-time link with which somebody sets how they prove who they are.
SELECT live.handler_invite(%(token)s, %(handler)s, %(until)s, {entry})

-- name: handler.invited @live
-- Whom an invitation is for.
SELECT * FROM live.handler_invited(%(token)s, %(now)s, %(take)s)

-- name: handler.forget @live everywhere
-- The register forgets somebody whose key is gone.
SELECT live.handler_forget(%(handler)s, {entry})
