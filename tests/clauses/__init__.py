"""One file per section of the policy: each marked test shows that the running system does what its row says."""
