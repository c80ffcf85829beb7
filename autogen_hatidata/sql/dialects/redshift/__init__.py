"""Redshift's SQL: `dialect` puts together what the other files say."""
