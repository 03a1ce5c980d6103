"""GDPRbench (Shastri et al., VLDB 2020), written anew from the paper's description and the facts of its published
workload files: four workloads over PostgreSQL bare, over the paper's compliance set-up on it, and over Jikim by its own
verbs.

Every set-up is asked the same operations in the same order, and each answer is compared with the one that it must have.
What a company would do stands for each operation:

| the paper's operation | the paper's set-up | here |
|---|---|---|
| create record | a row with its metadata | `collect`, of a person who is here |
| read data by key | that row | `use`, for the contract's purpose |
| read data by purpose, a processor | every row of that purpose | the processor's program: who is listed for the purpose, and `use_many` of them |
| read data by purpose, a customer | their rows of that purpose | `use_many` of their records for that purpose |
| read data by user | that person's rows | the customer: `show`, all that is known of them; the processor: `use_many` |
| update data by key | that row | `correct`, asked for and made at once: a new version, sealed anew |
| update metadata by purpose, a controller | a column of every row of that purpose | an officer ends a grant and gives another |
| update metadata by purpose, a customer | a column of their rows of that purpose | `consent` to that purpose withdrawn or given anew |
| update metadata by user | a column of that person's rows | `consent` withdrawn or given anew |
| delete record by key | that row goes | `event` that ends it: hidden at once; destroyed by the sweep at the workload's end, in its time |
| read metadata by user | the metadata of that person's rows | an officer's look at a person: every record, without a value |
| get system logs | the newest lines of the log, 1 to 1,000 | an officer's search: as many of the ledger's newest entries; itself recorded |
| verify deletion | no row has that key | the receipt of the record's person; it reads no value and leaves no entry |

With whom a purpose's records are shared stands in each of its rows in the paper's set-up, and in one grant here: the
grant of a processor's program for that purpose. When a controller changes it, the one's grant ends and the other's
begins, in force before it is answered. Both read the same from then on: all records of the purpose, whoever's, but of
those who object (who withdrew their consent here), by whom they are shared with and by nobody else.

From the published workload files of 2021 are the shares of the operations; 25 purposes; 10,000 people for 100,000
records; which record is of which purpose and person, so that all ten of a person's are of one purpose; that a change by
purpose or person is of one metadata column in every row of it, and a read returns whole rows without a limit; how many
lines of the log are read; and the distributions. From those of January 2020, the paper's, are 100,000 records. From the
paper are the metadata with an index for each, the sweep of a second, the csv log, and the regulator's shares, whom the
files leave out.

Not theirs: a workload has 1,000 operations, as in the files of 2021, and not the paper's 10,000, since a read by purpose
opens 4,000 records; what is changed is an objection by a customer and sharing by a controller, where the files draw any
column; a customer acts on their own data alone, where the published client changes and reads everybody's of that
purpose; and the published client of PostgreSQL draws one of ten purposes by itself, whatever was asked. No equal has
deletion verified record by record: a receipt is a person's.

What makes the difference: a change by purpose is 4,000 rows there and one grant here; a read by purpose is one line of
the log there, and here 4,000 records that are each locked, judged, recorded and opened, with an entry that says whose
they are.
"""
