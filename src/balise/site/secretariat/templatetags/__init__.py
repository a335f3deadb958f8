"""Tags of the secretariat's templates."""
