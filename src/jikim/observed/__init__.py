"""What an application's own statements were seen to do, beside what the policy would have said: counts by the hour.

No person and no value is in it. What could not be counted is counted as lost, and said.
"""
