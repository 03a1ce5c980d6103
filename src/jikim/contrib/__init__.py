"""What an application imports beside its own framework, so that its own database is seen under the policy.

It observes, and changes nothing: a statement runs as it would. Nothing of Jikim imports it.
"""
