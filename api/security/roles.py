"""Which roles may do what. Of which people, is another matter: that is decided by the scope of the store.

A route names one of these sets; a test holds every route against the table of roles.
"""

from api.security.person import Role

ANYONE = frozenset(Role)
READERS = frozenset({Role.COACH, Role.PLANNER, Role.CONTROLLER, Role.AUDITOR})  # of people and places
ADVISED = frozenset({Role.COACH, Role.CONTROLLER})  # proposals, explanations, what-ifs
DECIDERS = frozenset({Role.COACH, Role.CONTROLLER})  # a controller only sets rules aside
PLANNERS = frozenset({Role.PLANNER})  # asks for runs, makes scenarios
OVERSEERS = frozenset({Role.PLANNER, Role.CONTROLLER, Role.AUDITOR})  # reads runs, money and plans
ADMINS = frozenset({Role.ADMIN})
AUDITORS = frozenset({Role.AUDITOR, Role.ADMIN})
