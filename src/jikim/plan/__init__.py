"""The office alone: the internal management plan (내부관리계획) and the controls that its evidence answers, and access
records of other systems.

A company that keeps its data elsewhere runs the office with this: the plan says who does what and how often, its
versions stay, an officer approves each.
"""
