"""The shell around the core: settings, data files, the model's runtime, logs, metrics."""
