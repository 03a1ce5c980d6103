"""The desk: what people ask for and what is told to them: requests with deadlines, complaints, notices, guardians."""
