"""Writing a policy on this machine: the file as form and text, its document, its questions, and the text that it began from (`jikim write`)."""
