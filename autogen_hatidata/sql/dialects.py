from sqlglot.dialects.snowflake import Snowflake
SNOWFLAKE = Snowflake()
def from_snowflake(tree): return tree
