"""Identity: who the sources of an article really are."""
