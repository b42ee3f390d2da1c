"""The pages for people: our own files only, nothing from elsewhere, the article shown as text and never as HTML."""
