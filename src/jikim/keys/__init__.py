"""The keys room: the root key, the key ring, and the key store. Destroying a key is erasure."""
