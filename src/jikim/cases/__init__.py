"""Cases: what somebody asks of the house or what it has to do, by registers that are declared; each step commits with
what it does."""
