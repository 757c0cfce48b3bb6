"""Recall and speed of Vicinal and of other libraries, measured side by side: bin/bench ann."""
