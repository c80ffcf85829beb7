"""What a model sees, who is calling, and how both are tied to AutoGen agents."""
