"""A score held against a level and an instrument: every broken rule, bar and beat."""

from etudes.checking.check import CheckedRule, check, checked_rules
from etudes.checking.fault import Fault
from etudes.checking.standard import Standard

__all__ = ["CheckedRule", "Fault", "Standard", "check", "checked_rules"]
