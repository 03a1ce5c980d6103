"""The RemoteView product homepage: its policy, its pages (`site`) and stand-ins of those it works with (`sandbox`)."""
