"""What an application imports beside its own framework, so that its own database is seen under the policy.

It observes, and a statement runs as it would, but where it is made to enforce and an officer said so: then what the
policy refuses is not run. Nothing of Jikim imports it.
"""
