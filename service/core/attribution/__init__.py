"""Attribution: who is credited with what, found by a learned tagger and linker and a few rules for hard forms."""
