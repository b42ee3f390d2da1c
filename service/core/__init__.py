"""The pure core: values in, values out. See README.md in this folder for its law."""
