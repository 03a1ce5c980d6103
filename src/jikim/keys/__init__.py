"""The keys room: the root key, the key ring, and the key store, where destroying a key is erasure."""
