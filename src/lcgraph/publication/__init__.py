"""Publication: from a change of graphs to one numbered patch, or to the reasons against it."""
