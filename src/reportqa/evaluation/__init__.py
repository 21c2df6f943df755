"""Turns sets of questions whose answers are known into measures of the whole product."""
