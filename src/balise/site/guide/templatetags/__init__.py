"""Tags of the templates of the Guide."""
