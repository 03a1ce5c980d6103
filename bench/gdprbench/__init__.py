"""GDPRbench (Shastri et al., VLDB 2020), written anew from the paper's description: four workloads over PostgreSQL bare,
over the paper's compliance set-up on it, and over Jikim by its own verbs.

Every set-up is asked the same operations in the same order, and each answer is compared with the one that it must have.
What a company would do stands for each operation:

| the paper's operation | here |
|---|---|
| create record | `collect`, of a person who is here |
| read data by key | `use`, for the contract's purpose |
| read data by purpose | `use_many` of the records of that purpose, of the customer themself or of five people; who withdrew consent gives none |
| read data by user | the customer: `show`, all that is known of them; the processor: `use_many` of all their records |
| update data by key | `correct`, asked for and made at once: a new version, sealed anew |
| update metadata by purpose | `consent` to that purpose withdrawn or given anew, by one person |
| update metadata by user | `consent` to all purposes withdrawn or given anew, by one person |
| delete record by key | `event` that ends the record: hidden at once; destroyed by the sweep at the workload's end, in its time |
| read metadata by user | an officer's look at a person: every record, without a value |
| get system logs | the ledger's entries about a person, by an officer's search, itself recorded |
| verify deletion | the receipt of the person whose record was deleted; it reads no value and leaves no entry |

No equal: a change of all records of a purpose, whoever's they are (a consent is one person's, so a change by purpose is
one person's in every set-up, and a processor reads a purpose of five people at once, not of all); the log of a stretch
of time for everybody (an officer's search pages through it; here one person's is asked for, and the paper's set-up
answers with the newest lines of its log); and deletion verified record by record (a receipt is a person's, or a
destruction certificate's).
"""
