"""The ledger's proof, which anybody checks who has only the exported ledger.

`verify` checks an export whole; `merkle` makes and checks proofs about single entries; `checkpoint` reads, signs and
verifies the notes that the ledger publishes; `export` is the file's format, written and read. Nothing here opens a
database, reads a clock or needs the rest of Jikim: `python -m jikim.proof FILE [KEY]` is all that an outsider runs.
"""

from jikim.proof.checkpoint import Checkpoint, Note, Signer, Verified, VerifierKey, verify_note
from jikim.proof.cosignature import Cosigner, WitnessKey, cosignatures
from jikim.proof.generation import Generation
from jikim.proof.merkle import (
    Frontier,
    ProofError,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    root,
)
from jikim.proof.report import Fault, Report
from jikim.proof.verify import verify

__all__ = [
    "Checkpoint",
    "Cosigner",
    "Fault",
    "Frontier",
    "Generation",
    "Note",
    "ProofError",
    "Report",
    "Signer",
    "Verified",
    "VerifierKey",
    "WitnessKey",
    "check_consistency",
    "check_inclusion",
    "consistency_proof",
    "cosignatures",
    "inclusion_proof",
    "leaf_hash",
    "leaf_hashes",
    "root",
    "verify",
    "verify_note",
]
