"""The wire contract: marshmallow schemas of requests and responses. They know the domain's words and nothing else."""
