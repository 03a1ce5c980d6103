-- name: use @live
-- One read: subject and record locked in one join, judged, recorded, returned.
SELECT * FROM live.use(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(items)s, %(needs)s, %(finishes)s, %(grant)s,
    {entry})

-- name: use_many @live split
-- Many reads in one statement and one commit, each locked, judged and recorded by itself.
SELECT * FROM live.use_many(%(rows)s)

-- name: reads.draw @live
-- So many people are about to be read by a grant: they are counted where the plan's limits leave as many.
SELECT * FROM live.read_draw(%(grant)s, %(people)s, %(marks)s, %(unmasked)s, %(night)s, %(at)s)

-- name: reads.stop @live restricts everywhere
-- Somebody asks for more where nothing is left, and is paused.
SELECT live.read_stop(%(grant)s, %(people)s, %(marks)s, %(unmasked)s, %(night)s, %(at)s)

-- name: check @live
-- A secret's hash, to be compared and never answered: locked in one join, judged, recorded.
SELECT * FROM live.check_secret(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(items)s, %(needs)s, %(away)s, %(grant)s, {entry})

-- name: collect @live records if done
-- One sealed record (and its new subject and claims) with its entry.
SELECT * FROM live.collect(%(subject)s, %(subject_kind)s, %(new)s, %(consents)s, %(record)s, %(kind)s, %(policy)s,
    %(needs)s, %(items)s, %(generation)s, %(head)s, %(body)s, %(channel)s, %(source)s, %(party)s, %(over_from)s,
    %(single)s, %(claims)s, %(grant)s, {entry})

-- name: generations_of @live merge subject
-- The generations of people's keys.
SELECT * FROM live.generations_of(%(subjects)s)

-- name: collect_many @live split
-- Many sealed records of subjects that exist, each with its own outcome and entry.
SELECT * FROM live.collect_many(%(sorts)s, %(sort)s, %(subjects)s, %(records)s, %(generations)s, %(heads)s, %(bodies)s, %(entries)s,
    %(policy)s, %(at)s, %(who)s, %(grant)s)

-- name: moved @live merge outcome desc, n
-- Who and what of a source is here already.
SELECT * FROM live.moved(%(versions)s, %(tags)s)

-- name: move_in @live restricts split rows
-- Records that an application held, with their own dates, each with its own outcome and entry.
SELECT * FROM live.move_in(%(move)s, %(run)s, %(rows)s, %(policy)s, %(at)s, %(who)s, %(grant)s)

-- name: move_run @live everywhere
-- A run of an import begins: one before it takes nothing any more, on any server.
SELECT live.move_run(%(move)s, %(run)s)

-- name: move_read @live
-- How far a source was read, while its import runs.
SELECT live.move_read(%(move)s, %(source)s, %(rows)s, %(last)s)

-- name: move_reached @live
-- How far a source was read under an approval.
SELECT * FROM live.move_reached(%(move)s, %(source)s)

-- name: move_people @live merge subject
-- People who are here, while an approved export runs.
SELECT * FROM live.move_people(%(move)s, %(after)s, %(limit)s)

-- name: move_out @live split rows; merge subject
-- All that lives of some people, each person's recorded.
SELECT * FROM live.move_out(%(move)s, %(rows)s, %(at)s, %(grant)s)

-- name: happen @live restricts
-- An event in a record's life; it may end it.
SELECT * FROM live.happen(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(event)s, %(ends)s, %(over_from)s,
    %(finishes)s, %(grant)s, {entry})

-- name: consent @live restricts
-- Consents given and withdrawn; what lived by a withdrawn one ends, and its holders are told.
SELECT * FROM live.consent(%(subject)s, %(policy)s, %(give)s, %(withdraw)s, %(kinds)s, %(kind_needs)s, %(grant)s,
    %(over)s, {entry})

-- name: consent.over @live merge subject
-- Who gave a consent at or before a moment, by dates alone.
SELECT * FROM live.consent_over(%(consent)s, %(before)s, %(after)s, %(limit)s)

-- name: freeze @live restricts
-- A correction opens: the record is neither used nor provided from here on.
SELECT * FROM live.freeze(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(request)s, %(items)s, %(grant)s, {entry})

-- name: whole @live records if answered
-- The whole sealed record, while this request or nothing freezes it, to be sealed anew.
SELECT * FROM live.whole(%(subject)s, %(record)s, %(request)s, {entry})

-- name: correct @live
-- The corrected record as a new version; who got a wrong one is told.
SELECT * FROM live.correct(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(request)s, %(now)s, %(version)s,
    %(generation)s, %(changed)s, %(items)s, %(head)s, %(body)s, %(claims)s, %(finishes)s, %(needs)s, %(grant)s, {entry})

-- name: refuse_correction @live restricts
-- The freeze is lifted and the value stays.
SELECT * FROM live.refuse_correction(%(subject)s, %(record)s, %(request)s, %(kind)s, %(grant)s, {entry})

-- name: leave @live restricts
-- Everything of a person is hidden at once: one row, however many records.
SELECT * FROM live.leave(%(subject)s, %(time)s, %(grant)s, {entry})

-- name: leave_barred @live restricts
-- The same, and nobody joins again by what was theirs for a time.
SELECT * FROM live.leave_barred(%(bars)s, %(subject)s, %(time)s, %(grant)s, {entry})

-- name: leave_for_now @live restricts
-- The same, and can be undone until a moment.
SELECT * FROM live.leave_for_now(%(subject)s, %(until)s, %(grant)s, {entry})

-- name: come_back @live restricts
-- Who is away is here again, with all that was theirs.
SELECT * FROM live.come_back(%(subject)s, %(time)s, %(clocks)s, %(grant)s, {entry})

-- name: seen @live
-- Somebody uses the service now.
SELECT live.seen(%(subject)s, %(at)s, %(clocks)s)

-- name: unused @live merge subject
-- Whom nobody has seen for long, page by page, by dates alone.
SELECT * FROM live.unused(%(kinds)s, %(accounts)s, %(before)s, %(after)s, %(limit)s)

-- name: dormant @live restricts records if done
-- Who was not seen for long and was told is set apart, or leaves.
SELECT live.dormant(%(subject)s, %(until)s, %(unused)s, %(told)s, %(finishing)s, {entry})

-- name: apart_again @live sum may record
-- What was put back among the others for the house's work is set apart again.
SELECT live.apart_again(%(finishing)s, {entry})

-- name: away_over @live merge subject
-- Whose time away is over, page by page.
SELECT * FROM live.away_over(%(at)s, %(after)s, %(limit)s)

-- name: leave_in_the_end @live restricts records if done
-- Whose time away is over leaves for good.
SELECT live.leave_in_the_end(%(subject)s, {entry})

-- name: leave_empty @live restricts records if done
-- A guest of whom no record is left goes too.
SELECT live.leave_empty(%(subject)s, %(kind)s, {entry})

-- name: subject_of @live
-- A person's state, consents and serving policy; no personal value.
SELECT * FROM live.subject_of(%(subject)s)

-- name: records_of @live
-- A person's records by kind, state and dates; no personal value.
SELECT * FROM live.records_of(%(subject)s)

-- name: status_of @live
-- How a person's records of a kind stand; no personal value.
SELECT * FROM live.status_of(%(subject)s, %(kind)s, %(record)s, %(at)s)

-- name: show @live
-- A person's own records with their sealed values, recorded; `only`: these alone.
SELECT * FROM live.show(%(subject)s, %(only)s, {entry})

-- name: page_of @live
-- One page of a person's records, by their numbers.
SELECT * FROM live.page_of(%(subject)s, %(order)s, %(kinds)s, %(records)s, %(frozen)s, %(skip)s, %(limit)s)

-- name: counted_of @live
-- How many records a person has, by kind.
SELECT * FROM live.counted_of(%(subject)s, %(records)s, %(frozen)s, %(since)s, %(now)s, %(main)s)

-- name: disclosures_of @live
-- To whom a person's data went, in which version.
SELECT * FROM live.disclosures_of(%(subject)s)

-- name: held_back @live
-- Demands and messages that a person may not be told of today.
SELECT * FROM live.held_back(%(subject)s, %(today)s)

-- name: handler_words @live
-- What the office's people do there, and did until when.
SELECT * FROM live.handler_words()

-- name: requests_of @live
-- A person's requests.
SELECT * FROM live.requests_of(%(subject)s)

-- name: find @live still merge outcome desc
-- Subjects by blind index.
SELECT * FROM live.find(%(versions)s, %(tags)s, %(kinds)s, %(away)s)

-- name: claim.since @live
-- Whether a person has a record of a kind, taken since a moment, that claims a value.
SELECT live.claimed_since(%(subject)s, %(kind)s, %(tags)s, %(since)s)

-- name: index.state @live still most versions; any due
-- The blind index's versions that stand, and whether a claim was removed since the youngest began.
SELECT * FROM live.index_state()

-- name: index.begin @live everywhere records if done
-- Rotation, step 2: a new version stands beside the old one, and every claim from here on is made under it.
SELECT live.index_begin(%(versions)s, %(to)s, {entry})

-- name: index.page @live merge subject, record, item
-- Claims of the old version, page by page.
SELECT * FROM live.index_page(%(to)s, %(after)s, %(after_record)s, %(after_item)s, %(limit)s)

-- name: index.move @live split subjects, tags, records, new, sealed; sum
-- Rotation, step 3: claims go to the new version, in place.
SELECT live.index_move(%(to)s, %(tags)s, %(subjects)s, %(records)s, %(new)s, %(sealed)s)

-- name: index.source @live may record
-- The one sealed value that a damaged claim stands for.
SELECT * FROM live.index_source(%(subject)s, %(record)s, %(item)s, {entry})

-- name: index.mend @live records if done
-- A damaged claim is made anew from its record, or goes.
SELECT live.index_mend(%(to)s, %(tag)s, %(subject)s, %(record)s, %(new)s, %(sealed)s, {entry})

-- name: index.end @live everywhere house may record
-- Rotation, step 4: no claim is left under the old version.
SELECT live.index_end(%(to)s, {entry})

-- name: inventory @live merge turn, at, subject, record
-- What is over, by event, by time or because its subject left.
SELECT * FROM live.inventory(%(now)s, %(finishing)s, %(turn)s, %(after)s, %(after_subject)s, %(after_record)s, %(limit)s)

-- name: sweep.before @live
-- What is known of the last sweep's moment.
SELECT * FROM live.swept_before(%(boot)s)

-- name: sweep.server_time @live
-- The server's own clock, as a second opinion.
SELECT live.server_time()

-- name: sweep.begin @live records if done
-- A sweep begins: its moment and its entry.
SELECT live.sweep_begin(%(last)s, %(boot)s, %(seconds)s, %(word)s, {entry})

-- name: sweep.propose @live
-- A sweep that would destroy too much says what, and waits.
SELECT live.propose(%(plan)s, %(people)s, %(total)s, %(most)s, %(records)s, %(kinds)s, %(dues)s, %(parts)s, {entry})

-- name: sweep.proposed @live
-- The plans that were written down, without what is in them.
SELECT * FROM live.proposed()

-- name: sweep.approve @live
-- A second person says yes to one plan.
SELECT live.approve(%(plan)s, %(grant)s, %(until)s, {entry})

-- name: sweep.approved @live
-- What second persons have said yes to.
SELECT * FROM live.approved(%(at)s)

-- name: claim.person @live
-- An account elsewhere signs somebody in here from now on.
SELECT live.claim_person(%(subject)s, %(claims)s)

-- name: claim.of @live
-- What a person's account claims of some items, sealed: for a bar.
SELECT * FROM live.claims_of(%(subject)s, %(items)s)

-- name: taken.take @live
-- Several servers: the house lists values as somebody's, before their server claims them.
SELECT live.take(%(claims)s, %(whose)s, %(record)s, %(ticket)s, %(lease)s, %(waits)s, %(again)s, %(move)s)

-- name: taken.over @live
-- They were claimed, or refused and are free again.
SELECT live.taken_over(%(whose)s, %(record)s, %(ticket)s, %(made)s)

-- name: taken.move @live
-- The list goes to the index's next version, before the claims do.
SELECT live.taken_move(%(tags)s, %(new)s)

-- name: taken.tickets_over @live
-- Records of which nobody knows whether what was listed was claimed.
SELECT * FROM live.tickets_over(%(at)s, %(limit)s)

-- name: taken.tickets_of @live
-- Records of which runs of an import before this one did not come to know it.
SELECT * FROM live.tickets_of(%(move)s, %(run)s, %(limit)s)

-- name: taken.of @live
-- What the house lists of a record.
SELECT * FROM live.taken_of(%(whose)s, %(record)s)

-- name: claim.standing @live
-- What of it stands where its person lies.
SELECT * FROM live.claims_standing(%(subject)s, %(record)s)

-- name: taken.settle @live
-- The house lists it as it stands.
SELECT live.taken_settle(%(tags)s, %(tickets)s, %(standing)s)

-- name: taken.page @live
-- The house's list, page by page, after a restore.
SELECT * FROM live.taken_page(%(after)s, %(limit)s)

-- name: claim.stand @live split subjects, records, tags; place standing
-- Which of what the house lists stands where its people lie.
SELECT * FROM live.claims_stand(%(subjects)s, %(records)s, %(tags)s)

-- name: taken.compared @live
-- The house lists what stands, and nothing else.
SELECT live.taken_compared(%(tags)s, %(standing)s)

-- name: claim.page @live merge subject, record, item
-- Exclusive claims that stand, page by page, after a restore.
SELECT * FROM live.claims_page(%(after)s, %(after_record)s, %(after_item)s, %(limit)s)

-- name: taken.stand @live
-- The house lists what it did not; of each, whether it is another's.
SELECT live.taken_stand(%(tags)s, %(whose)s, %(records)s)

-- name: claim.give_way @live records if done
-- What is another's since goes: whoever came back with it is found by it no more.
SELECT live.claim_give_way(%(subject)s, %(record)s, %(tag)s, {entry})

-- name: freed.records @live merge subject, record
-- Records whose claims became fewer since the house knew.
SELECT * FROM live.freed_records(%(limit)s)

-- name: freed.of @live
-- Those of somebody who has just left, or was corrected.
SELECT * FROM live.freed_of(%(subject)s)

-- name: freed.known @live
-- The house knows.
SELECT live.freed_known(%(subject)s, %(record)s, %(marks)s)

-- name: bar.days @live still union
-- The days whose bars stand.
SELECT live.bar_days()

-- name: bar.drawn @live
-- What is to bar somebody who left, and does not yet.
SELECT live.bar_drawn(%(subject)s)

-- name: bar.drawn_all @live merge subject
-- Of whom there is such.
SELECT * FROM live.bars_drawn(%(limit)s)

-- name: bar.stand @live restricts everywhere
-- From here on it bars whoever joins.
SELECT live.bar_stand(%(rows)s)

-- name: bar.stands @live
-- Where they lay nothing of it waits any more.
SELECT live.bar_stands(%(subject)s)

-- name: bar.by @live
-- By which measures somebody does not join again.
SELECT * FROM live.bars_by(%(tags)s)

-- name: bar.all @live
-- Every bar that stands, for the office.
SELECT * FROM live.bars()

-- name: bar.lift @live restricts everywhere
-- A bar is lifted: an objection to it was right.
SELECT live.bar_lift(%(number)s, %(grant)s, {entry})

-- name: bar.over @live may record
-- Bars whose day is over, and whose key is gone, are known no more.
SELECT live.bars_over(%(at)s, {entry})

-- name: claim.held @live still most
-- Whether a record came in by a value already.
SELECT live.claimed(%(versions)s, %(tags)s)

-- name: call_back_in_time @live restricts sum records if answered
-- A processor is told to delete what it got before this moment, or of whom left before it: its time with it is over.
SELECT live.call_back_in_time(%(target)s, %(before)s, %(departed)s, %(limit)s, {entry})

-- name: claim.over @live sum
-- Partners' rows whose records rest no more are known no more.
SELECT live.claims_over(%(today)s, %(at)s)

-- name: sweep.word_kept @live
-- A sweep at an officer's word has gone through.
SELECT live.word_kept()

-- name: archive.people_of_day @archive
-- Whose parts a due day holds, page by page.
SELECT * FROM archive.people_of_day(%(kind)s, %(due)s, %(after)s, %(limit)s)

-- name: archive.people @archive
-- Everyone of whom something rests, page by page.
SELECT * FROM archive.people(%(after)s, %(limit)s)

-- name: retire.begin @live records if done
-- Retiring, step 1: the record is over and its plan is written down.
SELECT * FROM live.retire_begin(%(subject)s, %(record)s, %(kind)s, %(plan)s, %(ended)s, {entry})

-- name: retire.finish @live restricts split subjects, records; least outcome; place outcomes records if done
-- Retiring, step 4 (or destroying what nothing keeps): live rows go, tombstones stay.
SELECT * FROM live.retire_finish(%(subjects)s, %(records)s, %(fate)s, %(partly)s, {entry})

-- name: hold @live restricts records if done
-- A legal hold on a record, or the release of one.
SELECT * FROM live.hold(%(subject)s, %(record)s, %(kind)s, %(rests)s, %(lay)s, %(release)s, %(said)s, %(grant)s,
    {entry})

-- name: hold.over @live
-- A release has come to its end.
SELECT live.hold_over(%(subject)s, %(record)s, %(hold)s)

-- name: hold.all @live merge laid desc, hold desc
-- The legal holds that stand, the newest first.
SELECT * FROM live.holds(%(before)s, %(before_hold)s, %(limit)s)

-- name: hold.of @live
-- The legal holds on a person's records.
SELECT * FROM live.holds_of(%(subject)s)

-- name: stale @live merge subject
-- People something of whose was destroyed: they are due a new key.
SELECT * FROM live.stale(%(after)s, %(limit)s)

-- name: rekey.next @live split subjects, generations
-- People's next key generations take effect for every write.
SELECT * FROM live.next_generation(%(subjects)s, %(generations)s)

-- name: rekey.older @live split subjects, generations records if answered
-- Survivors that are still sealed under an older key.
SELECT * FROM live.older(%(subjects)s, %(generations)s, {entry})

-- name: rekey.reseal @live split subjects, generations; split rows
-- Survivors under the new keys; nothing of their values changes.
SELECT * FROM live.reseal(%(subjects)s, %(generations)s, %(rows)s)

-- name: rekey.fresh @live split subjects, generations; any done; union fresh records if done
-- No survivor is left under an older key.
SELECT * FROM live.fresh(%(subjects)s, %(generations)s, {entry})

-- name: forget.links @live each records if done
-- A forgotten guardian's links go, at the children's.
SELECT live.guardian_over(%(guardian)s, {entry})

-- name: forget @live records if done
-- The last trace of a person who left.
SELECT live.forget(%(subject)s, {entry})

-- name: shells @live merge subject
-- People who left and of whom no record remains.
SELECT * FROM live.shells(%(after)s, %(limit)s)

-- name: authorise @live
-- A provision or entrustment is decided and queued by reference; no value moves.
SELECT * FROM live.authorise(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(items)s, %(needs)s, %(finishes)s,
    %(grant)s, %(message)s, %(topic)s, %(space)s, %(target)s, %(purpose)s, %(demand)s, {entry})

-- name: demand_terms @live
-- What an approved demand by law says of itself: authority, statute, document, and who approved it.
SELECT * FROM live.demand_terms(%(demand)s)

-- name: outbox_due @live merge not_before, message
-- Messages whose time has come.
SELECT * FROM live.outbox_due(%(at)s, %(after)s, %(after_message)s, %(limit)s)

-- name: dispatch @live records if done
-- At the moment of sending: judged again, locked, and the version that leaves recorded.
SELECT * FROM live.dispatch(%(subject)s, %(message)s, %(policy)s, %(items)s, %(needs)s, %(finishes)s, %(consent)s,
    %(until_left)s, %(retry)s, {entry})

-- name: take_message @live
-- A message without values is taken for sending.
SELECT * FROM live.take_message(%(subject)s, %(message)s, %(at)s, %(retry)s)

-- name: canaries @live
-- The register of canaries, sealed.
SELECT * FROM live.canaries()

-- name: systems_told @live
-- What the company's own systems were told of one person's erasure, and when they answered.
SELECT * FROM live.systems_told(%(subject)s)

-- name: receipt @live
-- What the receiver answered.
SELECT live.receipt(%(subject)s, %(message)s, %(state)s, %(receipt)s, {entry})

-- name: end_contract @live restricts everywhere house
-- A processor is told to delete everything it was entrusted with.
SELECT * FROM live.end_contract(%(space)s, %(target)s, {entry})

-- name: contract.recall @live sum
-- The same of what it was given on another server, once the end holds there.
SELECT live.contract_recall(%(space)s, %(target)s, %(at)s)

-- name: deletions @live sum messages; merge space, target, asked, state
-- Who was told to delete how much, and how that stands; no name.
SELECT * FROM live.deletions(%(zone)s)

-- name: outbox_states @live sum messages; merge space, target, topic, state
-- How many messages are in which state, by receiver.
SELECT * FROM live.outbox_states()

-- name: statistics @live house
-- Counts of people, small groups suppressed in the database.
SELECT * FROM live.statistics(%(zone)s, %(purpose)s, %(kind)s, %(needs)s, %(least)s, %(open)s, %(except_)s, %(others)s,
    %(grant)s, {entry})

-- name: statistics.part @live split
-- What another server adds to the counts, before the house suppresses what is small in all.
SELECT * FROM live.statistic_part(%(zone)s, %(kind)s, %(needs)s, %(except_)s, %(grant)s, %(at)s)

-- name: statistics.closed @live
-- Which purposes and kinds have counted a month, and whether by an item too.
SELECT * FROM live.statistics_closed(%(month)s)

-- name: statistics.by_item @live
-- How many people had each value of an item in a month, small groups suppressed in the database.
SELECT live.statistic_by_item(%(purpose)s, %(kind)s, %(month)s, %(counts)s)

-- name: grant_give @live everywhere
-- A handler may name these purposes until then.
SELECT * FROM live.grant_give(%(handler)s, %(purposes)s, %(kinds)s, %(items)s, %(channels)s, %(events)s,
    %(consents)s, %(keeping)s, %(until)s, %(grant)s, {entry})

-- name: grant.whose @live
-- Whose grant it is, for a statement of a database that has no grants.
SELECT live.whose(%(grant)s)

-- name: grant_revoke @live restricts everywhere
-- A grant ends at once.
SELECT * FROM live.grant_revoke(%(number)s, %(grant)s, {entry})

-- name: grant_stands @live
-- Whether a grant runs; waits for a revocation that is being made.
SELECT live.grant_stands(%(grant)s, %(at)s)

-- name: grants_of @live
-- A handler's grants.
SELECT * FROM live.grants_of(%(handler)s)

-- name: adopt.bound @live any
-- Whether somebody's data is there, or was.
SELECT live.adopt_bound()

-- name: adopt @live everywhere house may record
-- The file that a house is opened with: known, or adopted where nobody's data is.
SELECT * FROM live.adopt(%(digest)s, %(text)s, %(announced)s, %(effective)s, %(numbers)s, %(bound)s, {entry})

-- name: policies @live
-- Every version ever adopted.
SELECT * FROM live.policies()

-- name: version.schedule @live
-- Which version is in force from when on.
SELECT * FROM live.schedule()

-- name: version.cross @live everywhere
-- What crossing to a version asks and changes, for each that people may be served by.
SELECT live.cross_versions(%(version)s, %(previous)s, %(questions)s, %(crossings)s)

-- name: version.take_over @live restricts may record
-- One person is taken over to the version in force, where nothing that it asks of them is open.
SELECT live.take_over(%(subject)s, {entry})

-- name: numbers @live
-- The registry of permanent numbers.
SELECT * FROM live.numbers()

-- name: setting_of @live
-- One setting of the database itself (demo, demo-clock).
SELECT live.setting_of(%(name)s)

-- name: make_demo @live house
-- Marks an empty database as a demo whose clock can be moved.
SELECT live.make_demo(%(start)s)

-- name: move_clock @live
-- Moves a demo's clock forward.
SELECT live.move_clock(%(to)s)

-- name: certify @live house records if done
-- A destruction certificate, signed; it takes what is owed.
SELECT live.certify(%(certificate)s, %(content)s, %(signature)s, %(here)s, %(there)s, {entry})

-- name: owed @live merge kind, entry
-- Destructions on the live side that stand in no certificate yet.
SELECT * FROM live.owed()

-- name: owed.settle @live each
-- A certificate holds those of another server than the house's.
SELECT live.owed_settle(%(entries)s)

-- name: unsettled @live
-- Which of the destructions of the archive, and of other servers, stand in no certificate yet.
SELECT * FROM live.unsettled(%(entries)s)

-- name: archive.owed @archive
-- Destructions in the archive that it has not let go of.
SELECT * FROM archive.owed()

-- name: archive.settle @archive
-- A certificate holds them.
SELECT archive.settle(%(entries)s)

-- name: certificates @live
-- Every destruction certificate.
SELECT * FROM live.certificates()

-- name: counts @live sum records; merge kind, state
-- How many records live, by kind and state.
SELECT * FROM live.counts()

-- name: people @live sum people; merge kind, state
-- How many people are here, by kind and state.
SELECT * FROM live.people()

-- name: people.up_to @live sum
-- How many people are here, counted no further than asked.
SELECT live.people_up_to(%(most)s)

-- name: note @live
-- What was looked at or done, where no statement of its own records it.
SELECT ledger.note({entry}, %(subject)s, %(record)s, %(items)s)

-- name: deny @live
-- A denial, recorded.
SELECT ledger.note({entry}, %(subject)s, %(record)s, %(items)s, %(outcome)s)

-- name: archive.admit @archive records if done
-- Retiring, step 3: the parts arrive, re-sealed.
SELECT * FROM archive.admit(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(version)s, %(channel)s, %(source)s,
    %(collected)s, %(ended)s, %(hold)s, %(parts)s, {entry})

-- name: archive.admit_many @archive may record
-- Parts of many attached records of a kind arrive, each with its entry.
SELECT * FROM archive.admit_many(%(rows)s, %(kind)s, %(at)s, %(fact)s, %(who)s)

-- name: archive.consult @archive records if answered
-- Resting parts, for a rule that still runs, recorded.
SELECT * FROM archive.consult(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(items)s, %(rules)s, %(today)s,
    %(purpose)s, %(reason_kind)s, %(second)s, {entry})

-- name: look.ask @archive
-- A look at values that rest is asked for, where the policy shows them to nobody alone.
SELECT * FROM archive.look_ask(%(look)s, %(subject)s, %(record)s, %(kind)s, %(policy)s, %(purpose)s, %(items)s,
    %(reason_kind)s, %(said)s, %(by)s, %(until)s, {entry})

-- name: look.decide @archive
-- Another person approves or refuses it.
SELECT archive.look_decide(%(look)s, %(yes)s, %(by)s, %(grant)s, %(until)s, {entry})

-- name: look.all @archive
-- Looks that were asked for, the newest first; or one by its number.
SELECT * FROM archive.looks(%(look)s, %(limit)s)

-- name: look.over @archive
-- Looks whose time is over.
SELECT * FROM archive.looks_over(%(at)s, %(limit)s)

-- name: look.forget @archive
-- A look goes, whose reason nobody opens any more.
SELECT archive.look_forget(%(look)s, {entry})

-- name: archive.own @archive records if answered
-- What rests, sealed, to its own person.
SELECT * FROM archive.own(%(subject)s, %(record)s, %(today)s, {entry})

-- name: archive.by_number @archive records if answered
-- Whose a number is, of what rests.
SELECT * FROM archive.by_number(%(low)s, %(high)s, %(today)s, {entry})

-- name: archive.kept_days @archive
-- The due days of what rests, by kind.
SELECT * FROM archive.kept_days(%(kinds)s)

-- name: archive.find @archive records if answered
-- Who is found by the tags of a value among what rests.
SELECT * FROM archive.find(%(kinds)s, %(dues)s, %(tags)s, %(rules)s, %(items)s, %(today)s, {entry})

-- name: archive.parts_of @archive
-- What rests of a person, why and until when; no value.
SELECT * FROM archive.parts_of(%(subject)s, %(today)s)

-- name: archive.days_due @archive
-- Due days that are past, and those whose destruction was begun.
SELECT * FROM archive.days_due(%(today)s, %(after)s, %(after_kind)s, %(limit)s)

-- name: destroy.hide @archive restricts may record
-- Destroying a day, step 1: its parts are hidden.
SELECT archive.day_hide(%(kind)s, %(due)s, %(today)s, {entry})

-- name: destroy.key_gone @archive
-- Destroying a day, step 3: the archive knows that the key has gone.
SELECT archive.day_key_gone(%(kind)s, %(due)s, %(at)s)

-- name: destroy.rows @archive records if answered
-- Destroying a day, step 4: the rows go.
SELECT * FROM archive.day_rows(%(kind)s, %(due)s, {entry})

-- name: archive.without_parts @archive
-- Of these people, those of whom nothing rests.
SELECT * FROM archive.without_parts(%(subjects)s)

-- name: archive.unwalked @archive
-- Destroyed days after which nobody has looked for people of whom nothing rests any more.
SELECT * FROM archive.unwalked()

-- name: archive.walked @archive
-- Somebody has.
SELECT archive.walked(%(kinds)s, %(dues)s, %(at)s)

-- name: without_row @live split subjects
-- Of these people, those of whom no row is left.
SELECT * FROM live.without_row(%(subjects)s)

-- name: hold.begin @archive
-- A run of a hold or a release is written down: what it moves, and to where. FALSE where nothing rests.
SELECT archive.hold_begin(%(subject)s, %(record)s, %(run)s, %(standing)s, %(only)s, %(at)s)

-- name: hold.parts @archive records if answered
-- What this run moves, sealed, to be sealed under a hold's key or back.
SELECT * FROM archive.for_hold(%(record)s, %(run)s, {entry})

-- name: hold.end @archive
-- The run has come to its end.
SELECT archive.hold_end(%(record)s, %(run)s)

-- name: hold.rests @archive
-- Whether anything of a record rests; no value.
SELECT archive.rests(%(subject)s, %(record)s)

-- name: hold.reseal @archive restricts records if done
-- A part under the hold's key, or back under its day's.
SELECT archive.rehold(%(record)s, %(run)s, %(due)s, %(from_)s, %(to)s, %(head)s, %(body)s, {entry})

-- name: hold.drop @archive restricts records if done
-- A released part whose day is past goes at once.
SELECT archive.drop_held(%(record)s, %(run)s, %(due)s, {entry})

-- name: archive.counts @archive
-- How many parts rest, by kind and day.
SELECT * FROM archive.counts()

-- name: backup.after @live
-- The number of the backup that a key's destruction waits for; NULL where no backup is kept.
SELECT live.backup_after()

-- name: backup.verified @live
-- The newest backup that has been read back; a number above all where none is kept, so that nothing waits.
SELECT live.backup_settled()

-- name: destroy.held @archive
-- Whether a hold keeps a part of this day.
SELECT archive.held_on(%(kind)s, %(due)s)

-- name: restore.begin.{database} @live @archive
-- After a restore: a run begins, by whose number alone the next four may be called.
SELECT ledger.restore_begin(%(run)s, {entry})

-- name: restore.end.{database} @live @archive
-- The run is over, and what it did is recorded.
SELECT ledger.restore_end(%(run)s, {entry})

-- name: restore.people @live merge subject
-- After a restore: under which keys each person's records are sealed, page by page.
SELECT * FROM live.sealed_under(%(run)s, %(after)s, %(limit)s)

-- name: restore.drop_records @live split subjects, generations; split renewed, to; sum may record
-- After a restore: records that no key opens go, and their people go on with a newer key.
SELECT live.drop_sealed(%(run)s, %(subjects)s, %(generations)s, %(renewed)s, %(to)s, {entry})

-- name: restore.replay_people @live house
-- After a restore: what restricts people who lie here, from beside the ring, whichever server's log has it.
SELECT live.replay_people(%(run)s, %(rows)s, {entry})

-- name: restore.frozen @live sum
-- After a restore: how many records wait for a correction.
SELECT live.frozen_count()

-- name: restore.parts @archive
-- After a restore: each resting part and what its key hangs on, page by page.
SELECT * FROM archive.sealed_under(%(run)s, %(subject)s, %(record)s, %(due)s, %(limit)s)

-- name: restore.drop_parts @archive may record
-- After a restore: parts that no key opens go.
SELECT archive.drop_sealed(%(run)s, %(subjects)s, %(records)s, %(dues)s, {entry})

-- name: gone_of @live
-- What went of a person: how many records, when the last row did, and when they left.
SELECT * FROM live.gone_of(%(subject)s)

-- name: gone_between @live merge subject, record
-- What went in a span of time, page by page.
SELECT * FROM live.gone_between(%(from_)s, %(to)s, %(after)s, %(after_record)s, %(limit)s)

-- name: archive.day_of @archive
-- When a due day was hidden, its key destroyed and its rows removed.
SELECT * FROM archive.day_of(%(kind)s, %(due)s)

-- name: rekey.sealing @live split subjects, generations
-- Of these people's keys, those that a record is sealed under.
SELECT * FROM live.sealing(%(subjects)s, %(generations)s)

-- name: uploads.released @live
-- The files of a person that a later scan released from quarantine, with when.
SELECT * FROM live.uploads_released(%(subject)s)

-- name: attached.enter @live split rows
-- Rows of an application are entered by their dates, without a value.
SELECT live.attach(%(rows)s, %(policy)s)

-- name: attached.use @live records if answered
-- One read of an application's row, as `use`; nothing where the register does not hold its dates.
SELECT * FROM live.use_row(%(subject)s, %(record)s, %(kind)s, %(policy)s, %(items)s, %(needs)s, %(finishes)s, %(grant)s,
    %(ended)s, %(over_from)s, %(events)s, {entry})

-- name: attached.use_many @live split records if answered
-- Many such reads, as `use_many`; nothing where the register does not hold the dates of all.
SELECT * FROM live.use_rows(%(dates)s, %(rows)s)

-- name: attached.may_write @live may record
-- Whether a row of an application may be written now; a refusal is recorded.
SELECT * FROM live.may_write(%(subject)s, %(new)s, %(record)s, %(kind)s, %(policy)s, %(items)s, %(needs)s, %(consents)s,
    %(channel)s, %(single)s, %(grant)s, %(met)s, %(ended)s, %(over_from)s, %(events)s, {entry})

-- name: attached.take @live split rows; all records if done
-- What an application's transactions recorded is taken over, each entry once.
SELECT live.take_attached(%(rows)s, %(policy)s, %(at)s)

-- name: attached.taken_before @live each
-- What was taken long ago is known no longer.
SELECT live.taken_before(%(at)s)

-- name: attached.due @live merge subject, record
-- Attached records that are over and have not gone yet.
SELECT * FROM live.attached_due(%(now)s, %(subject)s, %(kind)s, %(finishes)s, %(behind)s, %(after)s, %(limit)s)

-- name: attached.begin @live split rows; merge outcome, n
-- Erasing attached records, step 1: they are over, and their plans are written down.
SELECT * FROM live.attached_begin(%(rows)s, %(kind)s, {entry})

-- name: attached.gone @live restricts split rows may record
-- The last step: the application's rows are gone, and so are the register's; tombstones stay.
SELECT * FROM live.attached_gone(%(rows)s, %(kind)s, %(fate)s, %(partly)s, %(at)s, %(fact)s, %(who)s)

-- name: attached.batch_begin @live
-- Rows that no verb ever met are named, before they go.
SELECT live.batch_begin(%(subject)s, %(batch)s, %(kind)s, %(keys)s, %(records)s, %(at)s)

-- name: attached.batch_next @live merge subject, batch
-- What is named and did not go yet.
SELECT * FROM live.batch_next(%(subject)s, %(kind)s, %(behind)s, %(after)s)

-- name: attached.batch_end @live restricts records if done
-- They went; one entry names them all.
SELECT live.batch_end(%(subject)s, %(batch)s, %(turn)s, %(left)s, %(items)s, {entry})

-- name: moving.left @live any
-- Whether columns of a kind hold what was cut over.
SELECT live.moving_left(%(kind)s)

-- name: moving.begin @live everywhere
-- A record kind begins to move, under an approval that runs.
SELECT live.moving_begin(%(move)s, %(kind)s, %(left)s)

-- name: moving @live
-- Which record kinds move now, each under its approval.
SELECT * FROM live.moving()

-- name: twin.look @live split rows
-- Records of a kind that moves, each as it is held now and with its sealed values.
SELECT * FROM live.twin_look(%(move)s, %(kind)s, %(rows)s, {entry})

-- name: twin.put @live split rows
-- Twins are written, or written anew.
SELECT * FROM live.twin_put(%(move)s, %(kind)s, %(rows)s, {entry})

-- name: twin.cut @live split rows
-- Records are cut over: sealed from here on.
SELECT * FROM live.twin_cut(%(move)s, %(kind)s, %(rows)s, {entry})

-- name: twin.seen @live split rows
-- What the columns of such records say from here on, as digests.
SELECT live.twin_seen(%(move)s, %(kind)s, %(rows)s)

-- name: twin.page @live merge subject, record
-- Records that were cut over and whose columns hold them still.
SELECT * FROM live.twin_page(%(kind)s, %(before)s, %(after)s, %(after_record)s, %(limit)s)

-- name: twin.claim @live split rows
-- What becomes of the columns of records that were cut over: they are given back, or emptied.
SELECT * FROM live.twin_claim(%(move)s, %(kind)s, %(going)s, %(before)s, %(rows)s)

-- name: twin.late @live
-- What was judged before the cut and written after it, in the sealed record.
SELECT * FROM live.twin_late(%(looked)s, %(subject)s, %(record)s, %(kind)s, %(policy)s, %(request)s, %(now)s, %(version)s, %(generation)s,
    %(changed)s, %(items)s, %(head)s, %(body)s, %(claims)s, %(finishes)s, %(needs)s, %(grant)s, {entry})

-- name: twin.back @live split rows
-- Rolled back: the columns hold the records again.
SELECT * FROM live.twin_back(%(move)s, %(kind)s, %(rows)s, {entry})

-- name: twin.drop @live sum
-- Twins of records that were never cut over go.
SELECT live.twin_drop(%(move)s, %(kind)s, %(limit)s, {entry})

-- name: twin.emptied @live split rows
-- The columns of what was cut over are empty.
SELECT * FROM live.twin_emptied(%(kind)s, %(rows)s, {entry})

-- name: attached.find @live still merge outcome desc
-- Rows of an application whose records are sealed, by blind index; and which of some keys are sealed.
SELECT * FROM live.find_rows(%(versions)s, %(tags)s, %(kinds)s, %(keys)s)

-- name: mode.set @live
-- What an application's own statements on a record kind meet from here on.
SELECT live.mode_set(%(kind)s, %(purpose)s, %(enforced)s, {entry})

-- name: modes @live
-- What they meet, by record kind and purpose.
SELECT * FROM live.modes()
