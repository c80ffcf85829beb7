"""What several tests share: the shop, its physical copies, and the tables of cases."""
