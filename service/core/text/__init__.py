"""Text: from a document to its token layer (tokens, sentences, paragraphs, quotations)."""
