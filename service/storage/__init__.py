"""Everything that outlives a request. SQLAlchemy is known in this package only."""
